#!/usr/bin/env bash
# Checks by text what the compiler cannot: what each layer may name, and that views write no markup from text.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0

# forbid MESSAGE PATTERN PATH…: no line of the Rust files there may match. Comment lines do not count.
forbid() {
  local message=$1 pattern=$2 hits
  shift 2
  hits=$(grep -rnE --include='*.rs' -- "$pattern" "$@" 2>/dev/null | grep -vE '^[^:]+:[0-9]+:\s*//' || true)
  if [ -n "$hits" ]; then
    printf 'check-layers: %s\n%s\n' "$message" "$(sed 's/^/  /' <<<"$hits")"
    failed=1
  fi
}

pure=(src/domain src/config.rs src/wire src/oidc.rs src/oidc src/i18n src/ports.rs)
forbid "the browser is named in a layer that must not know it" \
  '\b(web_sys|js_sys|wasm_bindgen|wasm_bindgen_futures|leptos|leptos_router|gloo_net)\b' "${pure[@]}"
forbid "a pure layer reaches outward" '\b(adapters|views|app)::' "${pure[@]}"
forbid "the domain names a layer around it" 'crate::(wire|oidc|i18n|ports)\b' src/domain src/config.rs
forbid "the ports name what is written with them" 'crate::(wire|i18n|config)\b' src/ports.rs src/ports
forbid "a view calls an adapter (views -> app -> ports)" '\badapters::' src/views
forbid "markup from text (Trusted Types forbids it)" \
  '\b(inner_html|set_inner_html|outer_html|insert_adjacent_html|document\.write)\b' src
forbid "words belong to the catalogues: text stands bare between tags" '>\s*[A-Za-z][^<>{}()=;:]*</' src/views
forbid "may panic in the app" '(\.unwrap\(\)|\.expect\(|\bpanic!\(|\bunreachable!\(|\bunimplemented!\(|\btodo!\()' src

if grep -rnE 'innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(' public --include='*.js' --include='*.mjs'; then
  echo "check-layers: markup or code from text in public/"
  failed=1
fi
if grep -nE '<script(>| [^>]*>)[^<]' index.html | grep -vE '<script[^>]*></script>'; then
  echo "check-layers: an inline script in index.html (the content security policy forbids it)"
  failed=1
fi
if grep -nE ' (style|on[a-z]+)="' index.html; then
  echo "check-layers: an inline style or handler in index.html (the content security policy forbids it)"
  failed=1
fi
[ "$failed" -eq 0 ] && echo "check-layers: in order"
exit "$failed"
