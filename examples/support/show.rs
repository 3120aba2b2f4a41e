//! A message in a line, or in full.

use std::fmt::{self, Debug, Write};

use gcs_prot::json;
use gcs_prot::message::{
    ContainerGetPropertiesResponse, ContainerNotification, MessageBase, MessageResponseBase, PropertiesV2,
    PropertyType, Request,
};
use gcs_prot::resource::Resource;
use gcs_prot::rpc::{AnyRequest, AnyResponse, Method};
use gcs_prot::wire::{MessageHeader, MessageIdentifier, MessageType};
use gcs_prot::{Error, HResult};

/// How messages are shown.
#[derive(Clone, Copy, Default)]
pub struct Style {
    /// Every field, below the line.
    pub full: bool,
    /// Environment, annotations and policies too.
    pub secrets: bool,
    /// With the terminal's colours.
    pub colour: bool,
}

impl Style {
    fn paint(self, code: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// One message: a line with where it stands in its stream, what it is, and what matters in it; or why it does not
    /// decode.
    pub fn message(self, offset: u64, header: &MessageHeader, payload: &mut [u8]) -> String {
        let mut text = self.start(offset, header);
        match self.payload(header.identifier(), payload) {
            Ok(summary) => text.push_str(summary.trim_end()),
            Err(error) => text.push_str(&self.paint("31", &format!("does not decode: {error}"))),
        }
        text
    }

    /// A message of which only the header was kept.
    pub fn too_large(self, offset: u64, header: &MessageHeader) -> String {
        self.start(offset, header) + &self.paint("31", "too large for the buffer, skipped")
    }

    fn start(self, offset: u64, header: &MessageHeader) -> String {
        let identifier = header.identifier();
        let (arrow, code) = match identifier.message_type() {
            MessageType::REQUEST => ("host -> guest", "36"),
            MessageType::RESPONSE => ("guest -> host", "32"),
            MessageType::NOTIFICATION => ("guest -> host", "33"),
            _ => ("?            ", "31"),
        };
        let id = header.sequence_id();
        let name = self.paint("1", &format!("{:<40}", name(identifier)));
        format!("{} {offset:>8} #{id:<4} {name} {:>6} B  ", self.paint(code, arrow), header.size())
    }

    fn payload(self, identifier: MessageIdentifier, payload: &mut [u8]) -> Result<String, Error> {
        if let Some(method) = Method::from_request(identifier) {
            let request = AnyRequest::decode(method, payload)?;
            Ok(self.with_fields(container(request.base()) + &summary(&request), &request))
        } else if let Some(method) = Method::from_response(identifier) {
            let response = AnyResponse::decode(method, payload)?;
            Ok(self.with_fields(self.outcome(response.base()) + &response_summary(&response), &response))
        } else if identifier == MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1 {
            let notification: Request<'_, ContainerNotification<'_>> = json::decode(payload)?;
            let body = &notification.body;
            let mut text =
                format!("{}{} during {}", container(&notification.base), body.notification_type, body.operation);
            if body.result != HResult::OK {
                let _ = write!(text, ", {}", body.result);
            }
            Ok(self.with_fields(text, &notification))
        } else {
            let any: json::RawJson<'_> = json::decode(payload)?;
            Ok(self.with_fields("unknown message".into(), &any))
        }
    }

    fn outcome(self, base: &MessageResponseBase<'_>) -> String {
        if base.result == HResult::OK {
            return "ok".into();
        }
        let mut text = self.paint(if base.result.is_ok() { "33" } else { "31" }, &base.result.to_string());
        if !base.error_message.is_empty() {
            let _ = write!(text, ": {:?}", Short(base.error_message));
        }
        text
    }

    fn with_fields(self, mut line: String, value: &impl Debug) -> String {
        let _ = match (self.full, self.secrets) {
            (false, _) => Ok(()),
            (true, false) => write!(line, "\n{value:#?}"),
            (true, true) => write!(line, "\n{value:+#?}"),
        };
        line
    }
}

fn is_unknown(resource: &Resource<'_>) -> bool {
    matches!(resource, Resource::Unknown { .. })
}

/// The identifier's name; one that the reference has no name for, by the method.
fn name(identifier: MessageIdentifier) -> String {
    match (identifier.name(), Method::from_request(identifier), Method::from_response(identifier)) {
        (Some(name), ..) => name.into(),
        (_, Some(method), _) => method.name().into(),
        (.., Some(method)) => format!("{} (response)", method.name()),
        _ => format!("{:#010x}", identifier.0),
    }
}

fn container(base: &MessageBase<'_>) -> String {
    match base.container_id {
        "" => String::new(),
        gcs_prot::message::NULL_CONTAINER_ID => "[vm] ".into(),
        id => format!("[{}] ", Short(id)),
    }
}

fn summary(request: &AnyRequest<'_>) -> String {
    match request {
        AnyRequest::NegotiateProtocol(negotiate) => {
            format!("versions {}..{}", negotiate.body.minimum_version.0, negotiate.body.maximum_version.0)
        }
        AnyRequest::Create(create) => {
            let config = &create.body.container_config.0;
            let version = config.schema_version;
            let mut text = format!("schema {}.{}", version.major, version.minor);
            if let Some(spec) = &config.oci_specification {
                let _ = write!(text, ", OCI {}", spec.oci_version);
                if let Some(process) = &spec.process {
                    let _ = write!(text, ", {}", Args(process.args.iter()));
                }
            }
            text
        }
        AnyRequest::ExecuteProcess(execute) => {
            let process = &execute.body.settings.process_parameters.0;
            if let Some(process) = &process.oci_process {
                Args(process.args.iter()).to_string()
            } else if process.oci_specification.is_some()
                || process.command_line.is_empty() && process.command_args.is_empty()
            {
                "init process".into()
            } else if process.command_args.is_empty() {
                Short(process.command_line).to_string()
            } else {
                Args(process.command_args.iter()).to_string()
            }
        }
        AnyRequest::WaitForProcess(wait) => match wait.body.timeout_in_ms {
            gcs_prot::message::INFINITE_WAIT_TIMEOUT => format!("process {}", wait.body.process_id),
            timeout => format!("process {}, at most {timeout} ms", wait.body.process_id),
        },
        AnyRequest::SignalProcess(signal) => {
            format!("process {}, signal {}", signal.body.process_id, signal.body.options.signal)
        }
        AnyRequest::ResizeConsole(resize) => {
            format!("process {}, {} rows, {} columns", resize.body.process_id, resize.body.height, resize.body.width)
        }
        AnyRequest::GetProperties(get) => match &get.body.query.0 {
            Some(query) => {
                let types: Vec<_> = query.property_types.iter().map(PropertyType::as_str).collect();
                if types.is_empty() { "all properties".into() } else { types.join(", ") }
            }
            None => "all properties".into(),
        },
        AnyRequest::ModifySettings(modify) => {
            let request = &modify.body.request;
            let unknown = if is_unknown(&request.resource) { " (unknown)" } else { "" };
            format!("{} {}{unknown}", request.request_type, request.resource.resource_type())
        }
        AnyRequest::ModifyServiceSettings(modify) => modify.body.property_type.into(),
        _ => String::new(),
    }
}

fn response_summary(response: &AnyResponse<'_>) -> String {
    if !response.base().result.is_ok() {
        return String::new();
    }
    match response {
        AnyResponse::NegotiateProtocol(negotiate) => {
            let body = &negotiate.body;
            format!(", version {}, {}", body.version.0, body.capabilities.runtime_os_type)
        }
        AnyResponse::ExecuteProcess(execute) => format!(", process {}", execute.body.process_id),
        AnyResponse::WaitForProcess(wait) => format!(", exit code {}", wait.body.exit_code),
        AnyResponse::GetProperties(get) => properties(&get.body),
        AnyResponse::DumpStacks(dump) => format!(", {} bytes of stacks", dump.body.guest_stacks.len()),
        _ => String::new(),
    }
}

fn properties(body: &ContainerGetPropertiesResponse<Option<PropertiesV2<'_>>>) -> String {
    let Some(properties) = &body.properties.0 else { return String::new() };
    let mut text = String::new();
    let processes: Vec<_> = properties.process_list.iter().map(|process| process.process_id.to_string()).collect();
    if !processes.is_empty() {
        let _ = write!(text, ", processes {}", processes.join(" "));
    }
    if properties.metrics.is_present() {
        text.push_str(", metrics");
    }
    text
}

/// A command, quoted where it must be and cut where it is long.
struct Args<I>(I);

impl<'a, I: Iterator<Item = &'a str> + Clone> fmt::Display for Args<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (count, arg) in self.0.clone().enumerate() {
            if count == 6 {
                return f.write_str(" ...");
            }
            let quoted = arg.is_empty() || arg.contains(|c: char| c.is_whitespace() || c.is_control() || c == '"');
            if quoted {
                write!(f, "{separator}{:?}", Short(arg))?;
            } else {
                write!(f, "{separator}{}", Short(arg))?;
            }
            separator = " ";
        }
        Ok(())
    }
}

/// The beginning of a long text.
struct Short<'a>(&'a str);

impl Short<'_> {
    fn cut(&self) -> (&str, &str) {
        match self.0.char_indices().nth(72) {
            Some((end, _)) => (&self.0[..end], "..."),
            None => (self.0, ""),
        }
    }
}

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, more) = self.cut();
        write!(f, "{}{more}", text.escape_debug())
    }
}

impl Debug for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, more) = self.cut();
        write!(f, "{text:?}{more}")
    }
}
