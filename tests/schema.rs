//! Tests every object of the schema, key by key. `vectors/schema.txt` lists the keys in the order in which they are
//! written.

use std::collections::BTreeMap;

use gcs_prot::ErrorKind;

#[path = "../examples/support/types.rs"]
mod types;

const SCHEMA: &str = include_str!("vectors/schema.txt");

/// The nested documents: the object, the field, and the type of the document.
const DOCUMENTS: [(&str, &str, &str); 4] = [
    ("ContainerCreate", "ContainerConfig", "VMHostedContainerSettingsV2"),
    ("ExecuteProcessSettings", "ProcessParameters", "ProcessParameters"),
    ("ContainerGetProperties", "Query", "PropertyQuery"),
    ("ContainerGetPropertiesResponse", "Properties", "PropertiesV2"),
];

struct Field {
    key: &'static str,
    kind: &'static str,
    omitempty: bool,
}

struct Schema(BTreeMap<&'static str, Vec<Field>>);

impl Schema {
    fn read() -> Self {
        let mut objects = BTreeMap::new();
        for block in SCHEMA.split("\n\n") {
            let mut lines = block.lines();
            let Some(name) = lines.next() else { continue };
            let fields = lines.map(|line| {
                let line = line.trim();
                if let Some(base) = line.strip_prefix("(fields of ") {
                    return Field { key: "", kind: base.trim_end_matches(')'), omitempty: false };
                }
                let (key, kind) = line.split_once(' ').expect("a key and a type");
                let (kind, omitempty) = match kind.trim().strip_suffix("omitempty") {
                    Some(kind) => (kind.trim(), true),
                    None => (kind.trim(), false),
                };
                Field { key, kind, omitempty }
            });
            objects.insert(name, fields.collect());
        }
        Self(objects)
    }

    /// Returns the fields of an object, including those of the objects that are embedded in it.
    fn fields(&self, name: &str) -> Vec<(&'static str, &'static str, bool)> {
        let mut fields = Vec::new();
        for field in &self.0[name] {
            if field.key.is_empty() {
                fields.extend(self.fields(field.kind));
            } else {
                fields.push((field.key, field.kind, field.omitempty));
            }
        }
        fields
    }

    /// Returns an object in which every field has a non-empty value.
    fn object(&self, name: &str) -> String {
        let fields: Vec<_> = self
            .fields(name)
            .iter()
            .map(|(key, kind, _)| format!("\"{key}\":{}", self.value(name, key, kind)))
            .collect();
        format!("{{{}}}", fields.join(","))
    }

    fn value(&self, object: &str, key: &str, kind: &str) -> String {
        if let Some((.., document)) = DOCUMENTS.iter().find(|entry| (entry.0, entry.1) == (object, key)) {
            return serde_json::to_string(&self.object(document)).expect("a string");
        }
        if (object, key) == ("ModificationRequest", "ResourceType") {
            return "\"Network\"".into();
        }
        if (object, key) == ("ModificationRequest", "Settings") {
            return self.object("LCOWNetworkAdapter");
        }
        if let Some(inner) = kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']')) {
            let value = self.value("", key, inner);
            return format!("[{value},{value}]");
        }
        if let Some(inner) = kind.strip_prefix("map<string,").and_then(|kind| kind.strip_suffix('>')) {
            let value = self.value("", key, inner);
            return format!("{{\"a {key}\":{value},\"b\":{value}}}");
        }
        match kind.strip_prefix("optional ").unwrap_or(kind) {
            "bool" => "true".into(),
            "any" => format!("{{\"any\":[\"{key}\",1.5]}}"),
            text if text.starts_with("string") => format!("\"{key} of {object}\""),
            number if limits(number).is_some() => limits(number).expect("limits").1.to_string(),
            name => self.object(name),
        }
    }
}

/// Returns the minimum and maximum of an integer type.
fn limits(kind: &str) -> Option<(i128, i128)> {
    let (signed, bits) = match kind.strip_prefix('u') {
        Some(rest) => (false, rest.strip_prefix("int")?),
        None => (true, kind.strip_prefix("int")?),
    };
    let bits: u32 = if bits.is_empty() { 64 } else { bits.parse().ok()? };
    Some(if signed { (-1 << (bits - 1), (1 << (bits - 1)) - 1) } else { (0, (1 << bits) - 1) })
}

fn round_trip(name: &str, text: &str) -> Result<String, gcs_prot::Error> {
    let mut payload = text.as_bytes().to_vec();
    let mut output = vec![0xa5; text.len() * 2 + 64 * 1024];
    let visitor = types::RoundTrip { payload: &mut payload, output: &mut output };
    let bytes = types::visit(name, visitor).unwrap_or_else(|| panic!("no type is named {name}"))?;
    Ok(String::from_utf8(bytes.to_vec()).expect("UTF-8"))
}

/// Adds the fields that `name` requires to the fields under test.
fn with_needs(schema: &Schema, name: &str, fields: &[String]) -> String {
    let mut fields = fields.to_vec();
    let mut need = |object: &str, key: &str| {
        if !fields.iter().any(|field| field.starts_with(&format!("\"{key}\":"))) {
            let kind = schema.fields(object).iter().find(|field| field.0 == key).expect("a field").1;
            fields.push(format!("\"{key}\":{}", schema.value(object, key, kind)));
        }
    };
    match name {
        "ContainerCreate" => need(name, "ContainerConfig"),
        "ExecuteProcessSettings" => need(name, "ProcessParameters"),
        "ContainerExecuteProcess" => need(name, "Settings"),
        "ContainerGetPropertiesResponse" => need(name, "Properties"),
        "ModificationRequest" => {
            need(name, "ResourceType");
            need(name, "Settings");
        }
        _ => {}
    }
    format!("{{{}}}", fields.join(","))
}

#[test]
fn the_schema_is_the_one_that_was_counted() {
    let schema = Schema::read();
    assert_eq!(schema.0.len(), 129);
    assert_eq!(schema.0.values().map(Vec::len).sum::<usize>(), 572);
}

#[test]
fn every_object_with_every_field_set_is_written_as_it_was_read() {
    let schema = Schema::read();
    for name in schema.0.keys() {
        let text = schema.object(name);
        assert_eq!(round_trip(name, &text).as_deref(), Ok(&*text), "{name}");
    }
}

#[test]
fn every_key_stands_alone_and_in_any_case() {
    let schema = Schema::read();
    for name in schema.0.keys() {
        for (key, kind, _) in schema.fields(name) {
            let value = schema.value(name, key, kind);
            let exact = round_trip(name, &with_needs(&schema, name, &[format!("\"{key}\":{value}")])).expect(name);
            assert!(exact.contains(&format!("\"{key}\":{value}")), "{name}.{key} was lost: {exact}");
            for other in [key.to_ascii_uppercase(), key.to_ascii_lowercase()] {
                let text = with_needs(&schema, name, &[format!("\"{other}\":{value}")]);
                // The required fields are added by their exact keys, so a required field in another case is there
                // twice.
                if let Ok(written) = round_trip(name, &text) {
                    assert_eq!(written, exact, "{name}.{other}");
                } else {
                    assert!(text.contains(&format!("\"{key}\":")), "{name}.{other}");
                }
            }
        }
    }
}

#[test]
fn a_field_is_left_out_when_empty_exactly_where_the_schema_says_so() {
    let schema = Schema::read();
    for name in schema.0.keys() {
        let written = round_trip(name, &with_needs(&schema, name, &[])).expect(name);
        let written: serde_json::Value = serde_json::from_str(&written).expect("JSON");
        let keys: Vec<_> = written.as_object().expect("an object").keys().map(String::as_str).collect();
        let expected: Vec<_> = schema
            .fields(name)
            .into_iter()
            .filter(|(key, kind, omitempty)| {
                // A struct is never empty, a required field is always written, and an absent request type is written as
                // "Add".
                !omitempty
                    || schema.0.contains_key(kind)
                    || *name == "ModificationRequest"
                    || with_needs(&schema, name, &[]).contains(&format!("\"{key}\":"))
            })
            .map(|field| field.0)
            .collect();
        assert_eq!(keys, expected, "{name}");
    }
}

#[test]
fn every_integer_takes_its_whole_range_and_no_more() {
    let schema = Schema::read();
    let mut checked = 0;
    for name in schema.0.keys() {
        for (key, kind, _) in schema.fields(name) {
            let Some((least, greatest)) = limits(kind.strip_prefix("optional ").unwrap_or(kind)) else { continue };
            for (value, ok) in [(least, true), (greatest, true), (least - 1, false), (greatest + 1, false)] {
                let result = round_trip(name, &with_needs(&schema, name, &[format!("\"{key}\":{value}")]));
                match result {
                    Ok(_) => assert!(ok, "{name}.{key} took {value}"),
                    Err(error) => {
                        assert!(!ok, "{name}.{key} refused {value}: {error}");
                        assert_eq!((error.kind(), error.key()), (ErrorKind::OutOfRange, Some(key)));
                    }
                }
            }
            checked += 1;
        }
    }
    assert_eq!(checked, 197);
}

#[test]
fn fields_of_the_older_generation_are_read_and_written_too() {
    for (name, text) in [
        (
            "MessageBase",
            r#"{"ContainerId":"","ActivityId":"","otsc":{"a":"b"},"ocsc":{"TraceID":"t","SpanID":"s","TraceOptions":1,"Tracestate":"x"}}"#,
        ),
        (
            "LCOWNetworkAdapter",
            r#"{"MacAddress":"m","IPAddress":"a","PrefixLength":1,"GatewayAddress":"g","IPv6Address":"b","IPv6PrefixLength":2,"IPv6GatewayAddress":"h","DNSSuffix":"d"}"#,
        ),
        ("LinuxIntelRdt", r#"{"memBwSchema":"m","enableCMT":true,"enableMBM":true,"enableMonitoring":true}"#),
        (
            "ZOS",
            r#"{"devices":[{"path":"p","type":"c","major":1,"minor":2,"fileMode":3,"uid":4,"gid":5}],"namespaces":[{"type":"ipc"}]}"#,
        ),
    ] {
        assert_eq!(round_trip(name, text).as_deref(), Ok(text), "{name}");
    }
}

#[test]
fn fields_that_only_hosts_know_are_read_and_written() {
    for (name, text) in [
        (
            "GcsCapabilities",
            r#"{"SendLifecycleNotifications":true,"ModifyServiceSettingsSupported":true,"GuestDefinedCapabilities":{}}"#,
        ),
        ("ProcessParameters", r#"{"CommandLine":"sh","User":"root","ConsoleSize":[24,80]}"#),
        (
            "ExecuteProcessSettings",
            r#"{"ProcessParameters":"{}","StdioRelaySettings":{"StdIn":"i","StdOut":"o","StdErr":"e"},"VsockStdioRelaySettings":{}}"#,
        ),
        (
            "UVMConfig",
            r#"{"SystemType":"Container","TimeZoneInformation":{"Bias":-60,"StandardName":"W","StandardDate":{"Month":10,"Day":5,"Hour":3},"StandardBias":1,"DaylightName":"S","DaylightDate":{"Year":1,"Month":3,"DayOfWeek":6,"Day":5,"Hour":2,"Minute":3,"Second":4,"Milliseconds":5},"DaylightBias":-60}}"#,
        ),
        (
            "ModifyServiceSettings",
            r#"{"ContainerId":"","ActivityId":"","PropertyType":"LogForwardService","Settings":{"RPCType":"ModifyServiceSettings","Settings":"x"}}"#,
        ),
        (
            "ContainerCreate<UVMConfig>",
            r#"{"ContainerId":"","ActivityId":"","ContainerConfig":"{\"SystemType\":\"Container\",\"TimeZoneInformation\":null}","SupportedVersions":{"MinimumProtocolVersion":0,"MaximumProtocolVersion":0}}"#,
        ),
    ] {
        assert_eq!(round_trip(name, text).as_deref(), Ok(text), "{name}");
    }
}
