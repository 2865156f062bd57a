package rest

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Secrets and other people's text: what may be shown, and how much of it.

const mask = "***"

var secrets struct {
	sync.RWMutex
	known []string // longest first
}

// Control characters, and those that change how the text around them is shown or read.
var invisible = regexp.MustCompile(
	`[\x{00}-\x{1f}\x{7f}-\x{9f}\x{ad}\x{61c}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{206f}\x{feff}\x{fff9}-\x{fffb}\x{e0000}-\x{e007f}]`)

var looksSecret = regexp.MustCompile(
	`(?i)\b(bearer\s+|basic\s+|(?:token|api[_-]?key|secret|passw(?:or)?d|cookie)"?\s*[=:]\s*)[^\s,;]{6,}`)

// Members of an error's body that are shown: they describe the problem in nearly every API.
var errorMembers = strings.Fields(`code description detail details error error_code error_description error_message
	errorcode errormessage errors field hint location message messages msg name param parameter path pointer reason
	request_id source status title type`)

// RegisterSecret remembers a credential, so that [Redact] finds it in every spelling that is sent.
func RegisterSecret(value string) {
	if len(value) < 6 {
		return // shorter ones would blank out ordinary words
	}
	secrets.Lock()
	defer secrets.Unlock()
	if slices.Contains(secrets.known, value) {
		return
	}
	encoded := base64.StdEncoding.EncodeToString([]byte(value))
	secrets.known = append(secrets.known, value, escape(value, ""), encoded)
	slices.SortFunc(secrets.known, func(a, b string) int { return len(b) - len(a) })
}

// Redact replaces every known credential.
func Redact(text string) string {
	secrets.RLock()
	defer secrets.RUnlock()
	for _, secret := range secrets.known {
		text = strings.ReplaceAll(text, secret, mask)
	}
	return text
}

// Shown makes a text from outside fit to be shown: redacted, on one line, visible, capped at limit characters.
func Shown(text string, limit int) string {
	text = looksSecret.ReplaceAllString(Redact(firstRunes(text, limit*4)), "${1}"+mask)
	text = invisible.ReplaceAllString(strings.ToValidUTF8(text, " "), " ")
	if short := firstRunes(text, limit); short != text {
		return firstRunes(text, limit-1) + "…"
	}
	return text
}

func firstRunes(text string, limit int) string {
	count := 0
	for i := range text {
		if count == limit {
			return text[:i]
		}
		count++
	}
	return text
}

// errorDetails picks the members of an error's body that describe the problem, capped in number, depth and length.
func errorDetails(body any, depth int) map[string]any {
	members, isObject := body.(object)
	if !isObject || depth > 3 {
		return nil
	}
	picked, known := map[string]any{}, 0
	for _, each := range members {
		name := strings.ReplaceAll(strings.ToLower(each.name), "-", "_")
		if !slices.Contains(errorMembers, name) || known == 8 {
			continue
		}
		known++
		if value := errorDetail(each.value, depth); value != nil {
			picked[each.name] = value
		}
	}
	if len(picked) == 0 {
		return nil
	}
	return picked
}

func errorDetail(value any, depth int) any {
	switch value := value.(type) {
	case string:
		return Shown(value, 200)
	case bool, json.Number:
		return value
	case []any:
		var items []any
		for _, item := range value[:min(5, len(value))] {
			if detail := errorDetail(item, depth+1); detail != nil {
				items = append(items, detail)
			}
		}
		if len(items) == 0 {
			return nil
		}
		return items
	}
	if details := errorDetails(value, depth+1); details != nil {
		return details
	}
	return nil
}
