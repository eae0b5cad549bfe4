//! The shell: policy, permissions, commands and the features of Tauri.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::none;
use crate::source::code;
use crate::tree::{File, file, files};

/// The whole policy. Anything else is refused, so a new directive is a decision somebody sees.
const POLICY: [(&str, &str); 9] = [
    ("default-src", "'self'"),
    ("connect-src", "http://ipc.localhost ipc:"),
    ("img-src", "'self' data:"),
    ("style-src", "'self'"),
    ("script-src", "'self'"),
    ("object-src", "'none'"),
    ("base-uri", "'none'"),
    ("form-action", "'none'"),
    ("frame-ancestors", "'none'"),
];

/// Directives that may be spelt out though `default-src` covers them.
const POLICY_MAY_SAY: [(&str, &str); 2] = [("worker-src", "'self'"), ("font-src", "'self'")];

#[test]
fn the_content_security_policy_is_exactly_the_one_decided_on() {
    if let Some(file) = file("src-tauri/tauri.conf.json") {
        none(&policy(&serde_json::from_str(&file.text).unwrap()));
    }
}

#[test]
fn the_window_is_plain_and_has_nowhere_to_go() {
    if let Some(file) = file("src-tauri/tauri.conf.json") {
        none(&window(&serde_json::from_str(&file.text).unwrap()));
    }
}

#[test]
fn tauri_is_never_used_with_its_unstable_feature() {
    let manifests = files("")
        .into_iter()
        .filter(|file| file.name() == "Cargo.toml");
    none(
        &manifests
            .flat_map(|file| unstable(&file))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn every_command_is_listed_permitted_and_handled_and_nothing_else_is() {
    let Some(list) = file("src-tauri/commands.list") else {
        return;
    };
    let Some(capability) = file("src-tauri/capabilities/main.json") else {
        panic!("src-tauri/capabilities/main.json is missing: run `cargo xtask bindings`");
    };
    let handlers = files("src-tauri/src/");
    let (commands, mut findings) = commands(&list.text);
    assert!(!commands.is_empty(), "src-tauri/commands.list is empty");
    findings.extend(permissions(
        &commands,
        &serde_json::from_str(&capability.text).unwrap(),
    ));
    findings.extend(handled(&commands, &handlers));
    none(&findings);
}

fn policy(config: &Value) -> Vec<String> {
    let Some(text) = config.pointer("/app/security/csp").and_then(Value::as_str) else {
        return vec!["there is no app.security.csp".to_owned()];
    };
    let mut findings = Vec::new();
    let mut said = BTreeMap::new();
    for directive in text
        .split(';')
        .map(str::trim)
        .filter(|directive| !directive.is_empty())
    {
        let (name, sources) = directive.split_once(' ').unwrap_or((directive, ""));
        let mut sources: Vec<&str> = sources.split_whitespace().collect();
        sources.sort_unstable();
        if said.insert(name, sources.join(" ")).is_some() {
            findings.push(format!("{name} is said twice"));
        }
    }
    for (name, wanted) in POLICY {
        match said.remove(name) {
            Some(sources) if sources == wanted => {}
            Some(sources) => findings.push(format!("{name} is `{sources}`, not `{wanted}`")),
            None => findings.push(format!("{name} is not said")),
        }
    }
    for (name, sources) in said {
        if !POLICY_MAY_SAY.contains(&(name, sources.as_str())) {
            findings.push(format!("{name} {sources} was not decided on"));
        }
    }
    for name in [
        "devCsp",
        "dangerousDisableAssetCspModification",
        "assetProtocol",
    ] {
        if config.pointer(&format!("/app/security/{name}")).is_some() {
            findings.push(format!("app.security.{name} loosens the policy"));
        }
    }
    findings
}

fn window(config: &Value) -> Vec<String> {
    let mut findings = Vec::new();
    let mut wants = |path: &str, wanted: Value| {
        if config.pointer(path) != Some(&wanted) {
            findings.push(format!("{path} must be {wanted}"));
        }
    };
    wants("/app/withGlobalTauri", Value::Bool(false));
    wants("/app/security/freezePrototype", Value::Bool(true));
    // A proxy that refuses everything: without it the page could still ask for names.
    wants(
        "/app/windows/0/proxyUrl",
        Value::String("http://127.0.0.1:9/".to_owned()),
    );
    wants("/app/windows/0/devtools", Value::Bool(false));
    // It is made in code, where navigation, new windows and downloads are refused.
    wants("/app/windows/0/create", Value::Bool(false));
    for (name, harm) in [
        ("incognito", true),
        ("decorations", false),
        ("dangerousRemoteUrl", true),
    ] {
        if config.pointer(&format!("/app/windows/0/{name}")) == Some(&Value::Bool(harm)) {
            findings.push(format!("/app/windows/0/{name} must not be {harm}"));
        }
    }
    if config.pointer("/build/devUrl").is_some() {
        findings.push("build.devUrl would load the page from a server".to_owned());
    }
    findings
}

fn unstable(manifest: &File) -> Vec<String> {
    let parsed: toml::Table = toml::from_str(&manifest.text).unwrap();
    let mut findings = Vec::new();
    look(&toml::Value::Table(parsed), "", &mut |key, value| {
        let package = value
            .get("package")
            .and_then(toml::Value::as_str)
            .unwrap_or(key);
        let features = value.get("features").and_then(toml::Value::as_array);
        let asks = features.is_some_and(|all| all.iter().any(|f| f.as_str() == Some("unstable")));
        if package == "tauri" && asks || value.as_str() == Some("tauri/unstable") {
            findings.push(format!(
                "{} asks for tauri's unstable feature",
                manifest.path
            ));
        }
    });
    findings
}

fn look(value: &toml::Value, key: &str, see: &mut dyn FnMut(&str, &toml::Value)) {
    see(key, value);
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                look(value, key, see);
            }
        }
        toml::Value::Array(items) => {
            for item in items {
                look(item, key, see);
            }
        }
        _ => {}
    }
}

/// The names of a list of `name(Request) -> View`, and what is wrong with its lines.
fn commands(list: &str) -> (BTreeSet<String>, Vec<String>) {
    let mut names = BTreeSet::new();
    let mut findings = Vec::new();
    for line in list.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let parts = line.split_once("->").and_then(|(left, view)| {
            let (name, request) = left.trim().split_once('(')?;
            let whole = request.ends_with(')') && !view.trim().is_empty() && !name.contains(' ');
            whole.then_some(name)
        });
        match parts {
            Some(name) if names.insert(name.to_owned()) => {}
            Some(name) => findings.push(format!("`{name}` is listed twice")),
            None => findings.push(format!("`{line}` is not `name(Request) -> View`")),
        }
    }
    (names, findings)
}

fn permissions(commands: &BTreeSet<String>, capability: &Value) -> Vec<String> {
    let mut findings = Vec::new();
    let allowed: BTreeSet<&str> = capability
        .get("permissions")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let wanted: BTreeSet<String> = commands
        .iter()
        .map(|name| format!("allow-{}", name.replace('_', "-")))
        .collect();
    for name in wanted
        .iter()
        .filter(|name| !allowed.contains(name.as_str()))
    {
        findings.push(format!("{name} is not permitted"));
    }
    for name in allowed.iter().filter(|name| !wanted.contains(**name)) {
        findings.push(format!("{name} is permitted but no command of ours"));
    }
    if capability.get("remote").is_some() {
        findings.push("a capability for remote pages".to_owned());
    }
    findings
}

fn handled(commands: &BTreeSet<String>, files: &[File]) -> Vec<String> {
    let mut handled = BTreeSet::new();
    for file in files.iter().filter(|file| file.ends_with(&[".rs"])) {
        for piece in code(&file.text).split("generate_handler!").skip(1) {
            let inside = piece.trim_start().trim_start_matches(['[', '(', '{']);
            let inside = inside.split([']', ')', '}']).next().unwrap_or_default();
            for path in inside.split(',') {
                let name = path.rsplit("::").next().unwrap_or_default().trim();
                if !name.is_empty() {
                    handled.insert(name.to_owned());
                }
            }
        }
    }
    let missing = commands
        .difference(&handled)
        .map(|name| format!("{name} is not handled"));
    let extra = handled
        .difference(commands)
        .map(|name| format!("{name} is not in the list"));
    missing.chain(extra).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const GOOD: &str = "default-src 'self'; connect-src ipc: http://ipc.localhost; img-src 'self' data:; \
        style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; \
        form-action 'none'; frame-ancestors 'none'";

    fn with_policy(text: &str) -> Vec<String> {
        policy(&json!({ "app": { "security": { "csp": text } } }))
    }

    #[test]
    fn a_policy_with_a_remote_origin_a_gap_or_an_addition_is_found() {
        assert!(with_policy(GOOD).is_empty());
        assert!(with_policy(&format!("{GOOD}; worker-src 'self'; font-src 'self'")).is_empty());
        assert!(!with_policy(&GOOD.replace("img-src 'self'", "img-src https:")).is_empty());
        assert!(!with_policy(&GOOD.replace("object-src 'none'; ", "")).is_empty());
        assert!(!with_policy(&format!("{GOOD}; worker-src blob:")).is_empty());
        assert!(
            !with_policy(&GOOD.replace("script-src 'self'", "script-src 'self' 'unsafe-eval'"))
                .is_empty()
        );
        assert!(!policy(&json!({})).is_empty());
    }

    #[test]
    fn a_window_that_could_reach_out_is_found() {
        let good = json!({ "app": { "withGlobalTauri": false, "security": { "freezePrototype": true },
            "windows": [{ "create": false, "devtools": false, "proxyUrl": "http://127.0.0.1:9/" }] } });
        assert!(window(&good).is_empty());
        let mut bad = good.clone();
        bad["app"]["windows"][0]["proxyUrl"] = json!("http://proxy.example.org/");
        bad["app"]["windows"][0]["incognito"] = json!(true);
        assert_eq!(window(&bad).len(), 2);
    }

    #[test]
    fn the_unstable_feature_is_found_in_any_disguise() {
        for text in [
            "[dependencies]\ntauri = { version = \"2\", features = [\"unstable\"] }",
            "[target.'cfg(windows)'.dependencies.tauri]\nversion = \"2\"\nfeatures = [\"unstable\"]",
            "[dependencies]\nshell = { package = \"tauri\", version = \"2\", features = [\"unstable\"] }",
            "[features]\ndefault = [\"tauri/unstable\"]",
        ] {
            assert_eq!(
                unstable(&File::example("Cargo.toml", text)).len(),
                1,
                "{text}"
            );
        }
        let good = "[dependencies]\ntauri = { version = \"2\", features = [\"wry\"] }";
        assert!(unstable(&File::example("Cargo.toml", good)).is_empty());
    }

    #[test]
    fn a_command_without_permission_or_handler_is_found_and_so_is_one_too_many() {
        let (names, findings) = commands("# c\nopen_case(OpenCase) -> CaseView\nlock() -> null\n");
        assert!(findings.is_empty());
        let good = json!({ "permissions": ["allow-open-case", "allow-lock"] });
        assert!(permissions(&names, &good).is_empty());
        assert_eq!(
            permissions(&names, &json!({ "permissions": ["allow-lock"] })).len(),
            1
        );
        let broad = json!({ "permissions": ["allow-open-case", "allow-lock", "core:default"] });
        assert_eq!(permissions(&names, &broad).len(), 1);
        let main = |list: &str| {
            [File::example(
                "src-tauri/src/main.rs",
                &format!("tauri::generate_handler![{list}]"),
            )]
        };
        assert!(handled(&names, &main("commands::cases::open_case, lock,")).is_empty());
        assert_eq!(handled(&names, &main("lock")), ["open_case is not handled"]);
        assert_eq!(
            handled(&names, &main("open_case, lock, wipe")),
            ["wipe is not in the list"]
        );
        for bad in [
            "open_case",
            "open_case Request -> View",
            "open_case(Request) ->",
        ] {
            assert_eq!(commands(bad).1.len(), 1, "{bad}");
        }
        assert_eq!(commands("a() -> B\na() -> B").1, ["`a` is listed twice"]);
    }
}
