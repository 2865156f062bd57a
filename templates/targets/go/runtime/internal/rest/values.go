package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// Nullable is a member of a body that can be left out, be null, or have a value. The zero value is left out.
type Nullable[T any] struct {
	Value T
	Set   bool
	Null  bool
}

// Some gives a member its value.
func Some[T any](value T) Nullable[T] { return Nullable[T]{Value: value, Set: true} }

// Null sends a member as null.
func Null[T any]() Nullable[T] { return Nullable[T]{Set: true, Null: true} }

// UnmarshalJSON is called for null as well, which is how null and absent are told apart.
func (n *Nullable[T]) UnmarshalJSON(data []byte) error {
	n.Set = true
	if string(data) == "null" {
		n.Null = true
		return nil
	}
	return json.Unmarshal(data, &n.Value)
}

func (n Nullable[T]) content() (value any, set bool) {
	if n.Null {
		return nil, n.Set
	}
	return n.Value, n.Set
}

type optional interface{ content() (any, bool) }

// member is one member of an object. Objects keep the order in which their members came.
type member struct {
	name  string
	value any
}

type object []member

// plain turns an argument into a JSON value made of nil, bool, string, [json.Number], []any and object.
// The second result is false for what is not to be sent: nil pointers, slices and raw messages, and nullables not set.
func plain(argument any) (any, bool, error) {
	switch value := argument.(type) {
	case nil:
		return nil, false, nil
	case string, bool, json.Number:
		return value, true, nil
	case int64:
		return json.Number(strconv.FormatInt(value, 10)), true, nil
	case json.RawMessage:
		if value == nil {
			return nil, false, nil
		}
		parsed, err := parseJSON(value)
		return parsed, true, err
	case optional:
		inner, set := value.content()
		if !set || inner == nil {
			return nil, set, nil
		}
		return plain(inner)
	}
	return plainKind(reflect.ValueOf(argument))
}

// plainKind handles pointers, slices, and whatever else an owner's own code may pass.
func plainKind(value reflect.Value) (any, bool, error) {
	switch value.Kind() {
	case reflect.Pointer:
		if value.IsNil() {
			return nil, false, nil
		}
		return plain(value.Elem().Interface())
	case reflect.Slice:
		if value.IsNil() {
			return nil, false, nil
		}
		items := make([]any, 0, value.Len())
		for i := range value.Len() {
			item, _, err := plain(value.Index(i).Interface())
			if err != nil {
				return nil, false, err
			}
			items = append(items, item)
		}
		return items, true, nil
	default:
		text, err := writeJSON(value.Interface())
		if err != nil {
			return nil, false, err
		}
		parsed, err := parseJSON(text)
		return parsed, true, err
	}
}

// parseJSON reads one JSON text, keeps the order of members and the digits of numbers.
func parseJSON(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return parseValue(decoder)
}

func parseValue(decoder *json.Decoder) (any, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		items := []any{}
		for decoder.More() {
			item, err := parseValue(decoder)
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
		_, err := decoder.Token()
		return items, err
	case json.Delim('{'):
		return parseObject(decoder)
	}
	return token, nil
}

// parseObject reads the members up to the closing brace. Of two members with one name the last counts, as everywhere.
func parseObject(decoder *json.Decoder) (object, error) {
	members, places := object{}, map[string]int{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		value, err := parseValue(decoder)
		if err != nil {
			return nil, err
		}
		name := fmt.Sprint(token)
		if place, twice := places[name]; twice {
			members[place].value = value
			continue
		}
		places[name] = len(members)
		members = append(members, member{name, value})
	}
	_, err := decoder.Token()
	return members, err
}

// writeJSON writes a compact JSON text; <, > and & stay as they are.
func writeJSON(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// MarshalJSON keeps the order of the members.
func (o object) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, each := range o {
		if i > 0 {
			out = append(out, ',')
		}
		name, err := writeJSON(each.name)
		if err != nil {
			return nil, err
		}
		value, err := writeJSON(each.value)
		if err != nil {
			return nil, err
		}
		out = append(append(append(out, name...), ':'), value...)
	}
	return append(out, '}'), nil
}

// textOf writes one value: booleans as true and false, whole numbers without a point, objects as JSON.
func textOf(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case json.Number:
		return numberText(value)
	}
	text, err := writeJSON(value)
	if err != nil {
		return ""
	}
	return string(text)
}

// numberText keeps digits as they are, unless a whole number is written with a point or an exponent.
func numberText(number json.Number) string {
	text := string(number)
	if !strings.ContainsAny(text, ".eE") {
		return text
	}
	value, err := number.Float64()
	if err != nil || value != math.Trunc(value) || math.Abs(value) >= 1e21 {
		return text
	}
	return strconv.FormatFloat(value, 'f', -1, 64)
}
