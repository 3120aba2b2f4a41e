//! Tests every object of the schemas, key by key. `vectors/schema.txt` lists the keys in the order in which they are
//! written, and `vectors/schema-windows.txt` those of Windows guests.

use std::collections::BTreeMap;
use std::rc::Rc;

use gcs_prot::ErrorKind;

#[path = "../examples/support/types.rs"]
mod types;

const LINUX: &str = include_str!("vectors/schema.txt");
const WINDOWS: &str = include_str!("vectors/schema-windows.txt");

/// Documents inside strings: which type is in which field.
const DOCUMENTS: [(&str, &str, &str); 7] = [
    ("ContainerCreate", "ContainerConfig", "VMHostedContainerSettingsV2"),
    ("ExecuteProcessSettings", "ProcessParameters", "ProcessParameters"),
    ("ContainerGetProperties", "Query", "PropertyQuery"),
    ("ContainerGetPropertiesResponse", "Properties", "PropertiesV2"),
    ("WCOWContainerCreate", "ContainerConfig", "HostedSystem"),
    ("WCOWExecuteProcessSettings", "ProcessParameters", "WCOWProcessParameters"),
    ("WCOWContainerGetProperties", "Query", "WCOWPropertyQuery"),
];

struct Field {
    key: &'static str,
    kind: &'static str,
    omitempty: bool,
}

struct Schema {
    objects: BTreeMap<&'static str, Vec<Field>>,
    /// The objects of this schema; others are only referred to.
    names: Vec<&'static str>,
}

impl Schema {
    fn linux() -> Self {
        let objects = Self::objects(LINUX);
        Self { names: objects.keys().copied().collect(), objects }
    }

    fn windows() -> Self {
        let windows = Self::objects(WINDOWS);
        let names = windows.keys().copied().collect();
        let mut objects = Self::objects(LINUX);
        objects.extend(windows);
        Self { objects, names }
    }

    fn both() -> [Self; 2] {
        [Self::linux(), Self::windows()]
    }

    fn objects(text: &'static str) -> BTreeMap<&'static str, Vec<Field>> {
        let mut objects = BTreeMap::new();
        for block in text.trim_end().split("\n\n") {
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
        objects
    }

    /// Returns the object's own fields, and the fields that are flattened into it.
    fn fields(&self, name: &str) -> Vec<(&'static str, &'static str, bool)> {
        let mut fields = Vec::new();
        for field in &self.objects[name] {
            if field.key.is_empty() {
                fields.extend(self.fields(field.kind));
            } else {
                fields.push((field.key, field.kind, field.omitempty));
            }
        }
        fields
    }

    /// An object with every field set to something that is not empty. One that holds itself does so once.
    fn object(&self, name: &str) -> String {
        let fields: Vec<_> = self
            .fields(name)
            .iter()
            .filter(|(_, kind, _)| kind.trim_matches(['[', ']']) != name)
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
        if (object, key) == ("WCOWModificationRequest", "ResourceType") {
            return "\"Network\"".into();
        }
        if (object, key) == ("WCOWModificationRequest", "Settings") {
            return self.object("NetworkModifyRequest");
        }
        if kind == "[2]uint" {
            return "[24,80]".into();
        }
        if let Some(inner) = kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']')) {
            let value = self.value("", key, inner);
            return format!("[{value},{value}]");
        }
        if let Some(inner) = kind.strip_prefix("map<string,").and_then(|kind| kind.strip_suffix('>')) {
            let value = self.value("", key, inner);
            return format!("{{\"a {key}\":{value},\"b\":{value}}}");
        }
        if let Some(inner) = kind.strip_prefix("map<int,").and_then(|kind| kind.strip_suffix('>')) {
            let value = self.value("", key, inner);
            return format!("{{\"-1\":{value},\"20\":{value}}}");
        }
        match kind.strip_prefix("optional ").unwrap_or(kind) {
            "bool" => "true".into(),
            "guid" => "\"00112233-4455-6677-8899-aabbccddeeff\"".into(),
            "time" => "\"2026-11-25T18:00:00.1234567-08:30\"".into(),
            "any" | "raw" => format!("{{\"any\":[\"{key}\",1.5]}}"),
            text if text.starts_with("string") => format!("\"{key} of {object}\""),
            number if limits(number).is_some() => limits(number).expect("limits").1.to_string(),
            name => self.object(name),
        }
    }
}

/// Every object of both schemas.
fn all() -> impl Iterator<Item = (Rc<Schema>, &'static str)> {
    Schema::both().map(Rc::new).into_iter().flat_map(|schema| {
        let names = schema.names.clone();
        names.into_iter().map(move |name| (Rc::clone(&schema), name))
    })
}

/// The least and the greatest integer of a type.
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

/// Returns the fields that `name` requires besides the field under test.
fn with_needs(schema: &Schema, name: &str, fields: &[String]) -> String {
    let mut fields = fields.to_vec();
    let has_type = fields.iter().any(|field| field.to_ascii_lowercase().starts_with("\"resourcetype\""));
    let mut need = |object: &str, key: &str| {
        if !fields.iter().any(|field| field.starts_with(&format!("\"{key}\":"))) {
            let kind = schema.fields(object).iter().find(|field| field.0 == key).expect("a field").1;
            fields.push(format!("\"{key}\":{}", schema.value(object, key, kind)));
        }
    };
    match name {
        "ContainerCreate" | "WCOWContainerCreate" => need(name, "ContainerConfig"),
        "ExecuteProcessSettings" | "WCOWExecuteProcessSettings" => need(name, "ProcessParameters"),
        "ContainerExecuteProcess" | "WCOWContainerExecuteProcess" => need(name, "Settings"),
        "ContainerGetPropertiesResponse" => need(name, "Properties"),
        "WCOWContainerModifySettings" => need(name, "Request"),
        "WCOWModificationRequest" if has_type => need(name, "Settings"),
        "ModificationRequest" => {
            need(name, "ResourceType");
            need(name, "Settings");
        }
        _ => {}
    }
    format!("{{{}}}", fields.join(","))
}

#[test]
fn the_schemas_are_those_that_were_counted() {
    let counts = Schema::both()
        .map(|schema| (schema.names.len(), schema.names.iter().map(|name| schema.objects[name].len()).sum::<usize>()));
    assert_eq!(counts, [(129, 572), (98, 400)]);
}

#[test]
fn every_object_with_every_field_set_is_written_as_it_was_read() {
    for (schema, name) in all() {
        let (schema, name) = (&*schema, &name);
        let text = schema.object(name);
        assert_eq!(round_trip(name, &text).as_deref(), Ok(&*text), "{name}");
    }
}

#[test]
fn every_key_stands_alone_and_in_any_case() {
    for (schema, name) in all() {
        let (schema, name) = (&*schema, &name);
        for (key, kind, _) in schema.fields(name) {
            let value = schema.value(name, key, kind);
            let exact = round_trip(name, &with_needs(schema, name, &[format!("\"{key}\":{value}")])).expect(name);
            assert!(exact.contains(&format!("\"{key}\":{value}")), "{name}.{key} was lost: {exact}");
            for other in [key.to_ascii_uppercase(), key.to_ascii_lowercase()] {
                let text = with_needs(schema, name, &[format!("\"{other}\":{value}")]);
                // The needs are told apart exactly; with another case of one of them there are two.
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
    for (schema, name) in all() {
        let (schema, name) = (&*schema, &name);
        let written = round_trip(name, &with_needs(schema, name, &[])).expect(name);
        let written: serde_json::Value = serde_json::from_str(&written).expect("JSON");
        let keys: Vec<_> = written.as_object().expect("an object").keys().map(String::as_str).collect();
        let expected: Vec<_> = schema
            .fields(name)
            .into_iter()
            .filter(|(key, kind, omitempty)| {
                // A struct, a GUID and a time are never empty. A required field is present. The default of a request
                // type is "Add".
                !omitempty
                    || ["guid", "time", "[2]uint"].contains(kind)
                    || schema.objects.contains_key(kind)
                    || *name == "ModificationRequest"
                    || with_needs(schema, name, &[]).contains(&format!("\"{key}\":"))
            })
            .map(|field| field.0)
            .collect();
        assert_eq!(keys, expected, "{name}");
    }
}

#[test]
fn every_integer_takes_its_whole_range_and_no_more() {
    let mut checked = 0;
    for (schema, name) in all() {
        let (schema, name) = (&*schema, &name);
        for (key, kind, _) in schema.fields(name) {
            let Some((least, greatest)) = limits(kind.strip_prefix("optional ").unwrap_or(kind)) else { continue };
            for (value, ok) in [(least, true), (greatest, true), (least - 1, false), (greatest + 1, false)] {
                let result = round_trip(name, &with_needs(schema, name, &[format!("\"{key}\":{value}")]));
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
    assert_eq!(checked, 284);
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
fn what_only_hosts_know_is_read_and_written_too() {
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
