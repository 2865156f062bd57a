package rest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// Contract is the Go type that describes a good answer. It is compared with answers and never stands between.
type Contract struct{ model reflect.Type }

// As gives the contract of a type.
func As[T any]() *Contract { return &Contract{reflect.TypeFor[T]()} }

// checkedBytes is the size up to which answers are compared.
const checkedBytes = 1_000_000

const mostDifferences = 20

// differences gives place and kind of each difference, without values.
func (c *Contract) differences(answer []byte) []string {
	if c == nil || len(answer) > checkedBytes {
		return nil
	}
	var value any
	decoder := json.NewDecoder(strings.NewReader(string(answer)))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil
	}
	var found comparison
	found.compare("", value, c.model)
	return found.differences
}

type comparison struct{ differences []string }

func (c *comparison) add(place, problem string) {
	if len(c.differences) < mostDifferences {
		c.differences = append(c.differences, strings.TrimPrefix(place+": "+problem, "."))
	}
}

var (
	rawMessage = reflect.TypeFor[json.RawMessage]()
	number     = reflect.TypeFor[json.Number]()
)

func (c *comparison) compare(place string, value any, model reflect.Type) {
	if model.Kind() == reflect.Pointer {
		if value != nil {
			c.compare(place, value, model.Elem())
		}
		return
	}
	if model == rawMessage || model.Kind() == reflect.Interface {
		return
	}
	switch value := value.(type) {
	case map[string]any:
		c.compareObject(place, value, model)
	case []any:
		if model.Kind() != reflect.Slice {
			c.add(place, "is an array")
			return
		}
		for i, item := range value {
			c.compare(fmt.Sprintf("%s[%d]", place, i), item, model.Elem())
		}
	default:
		c.compareScalar(place, value, model)
	}
}

func (c *comparison) compareObject(place string, members map[string]any, model reflect.Type) {
	switch model.Kind() {
	case reflect.Map:
		for name, value := range members {
			c.compare(place+"."+name, value, model.Elem())
		}
	case reflect.Struct:
		for i := range model.NumField() {
			field := model.Field(i)
			name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
			value, given := members[name]
			switch {
			case given:
				c.compare(place+"."+name, value, field.Type)
			case options == "":
				c.add(place+"."+name, "is missing")
			}
		}
	default:
		c.add(place, "is an object")
	}
}

func (c *comparison) compareScalar(place string, value any, model reflect.Type) {
	kind, fits := "null", false
	switch value := value.(type) {
	case string:
		kind, fits = "a text", model.Kind() == reflect.String && model != number
	case bool:
		kind, fits = "a boolean", model.Kind() == reflect.Bool
	case json.Number:
		kind, fits = "a number", fitsNumber(value, model)
	}
	if !fits {
		c.add(place, "is "+kind)
	}
}

func fitsNumber(value json.Number, model reflect.Type) bool {
	switch {
	case model == number, model.Kind() == reflect.Float64:
		return true
	case model.Kind() == reflect.Int64:
		_, err := json.Number(numberText(value)).Int64()
		return err == nil
	}
	return false
}
