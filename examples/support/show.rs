//! Shows a message as one line, or with all its fields.

use std::fmt::{self, Debug, Write};
use std::io::{self, IsTerminal};

use gcs_prot::json;
use gcs_prot::message::{
    ContainerConfig, ContainerGetPropertiesResponse, ContainerNotification, ContainerResizeConsole,
    ContainerWaitForProcess, INFINITE_WAIT_TIMEOUT, MessageBase, MessageResponseBase, NegotiateProtocol, PropertiesV2,
    PropertyType, Request,
};
use gcs_prot::resource::Resource;
use gcs_prot::rpc::{AnyRequest, AnyResponse, GuestKind, Linux, Method};
use gcs_prot::windows::Windows;
use gcs_prot::wire::{MessageHeader, MessageIdentifier};
use gcs_prot::{Error, HResult};
use kind::Kind;
use line::{Layout, Line};

#[path = "kind.rs"]
pub mod kind;
#[path = "line.rs"]
pub mod line;
#[path = "text.rs"]
pub mod text;
#[path = "show_windows.rs"]
mod windows;

/// How messages are shown.
#[derive(Clone, Copy, Default)]
pub struct Style {
    /// Whether to show every field below the line.
    pub full: bool,
    /// Whether to show environments, annotations and policies.
    pub secrets: bool,
    /// Whether to use the colours of a terminal.
    pub colour: bool,
    /// How much room a line has.
    pub layout: Layout,
    /// The kind of guest, which decides the types of the documents.
    pub kind: Kind,
}

/// A kind of guest whose messages can be summarised.
trait Shown: GuestKind {
    /// Summarises a request.
    fn summary(request: &AnyRequest<'_, Self>) -> String;
    /// Summarises a successful response.
    fn response_summary(response: &AnyResponse<'_, Self>) -> String;
}

impl Shown for Linux {
    fn summary(request: &AnyRequest<'_>) -> String {
        summary(request)
    }

    fn response_summary(response: &AnyResponse<'_>) -> String {
        response_summary(response)
    }
}

#[allow(dead_code, reason = "each program uses its part")]
impl Style {
    /// Returns the style for standard output: in columns and with colours if it is a terminal.
    pub fn stdout() -> Self {
        let is_terminal = io::stdout().is_terminal();
        Self { colour: is_terminal, layout: Layout::of_stdout(is_terminal), ..Self::default() }
    }

    /// Returns the style for standard error: in columns and with colours if it is a terminal.
    pub fn stderr() -> Self {
        let is_terminal = io::stderr().is_terminal();
        Self { colour: is_terminal, layout: Layout::of_stderr(is_terminal), ..Self::default() }
    }

    /// Returns the heading, which names the columns. A pipe has none.
    pub fn heading(self) -> Option<String> {
        self.layout.heading(self.colour)
    }

    /// Shows a message: its line, with a summary or the reason why it does not decode, and its fields if they were
    /// requested.
    pub fn message(self, offset: u64, header: &MessageHeader, payload: &mut [u8]) -> String {
        let mut line = Line::start(self.layout, self.colour, offset, header);
        let shown = match self.kind {
            Kind::Linux => self.payload::<Linux>(&mut line, header.identifier(), payload),
            Kind::Windows => self.payload::<Windows>(&mut line, header.identifier(), payload),
        };
        if let Err(error) = shown {
            line.paint("31", format_args!("does not decode: {error}"));
        }
        line.finish()
    }

    /// Shows a message of which only the header was kept.
    pub fn too_large(self, offset: u64, header: &MessageHeader) -> String {
        let mut line = Line::start(self.layout, self.colour, offset, header);
        line.paint("31", "too large for the buffer, skipped");
        line.finish()
    }

    fn payload<K: Shown>(
        self,
        line: &mut Line,
        identifier: MessageIdentifier,
        payload: &mut [u8],
    ) -> Result<(), Error> {
        if let Some(method) = Method::from_request(identifier) {
            let request = AnyRequest::<K>::decode_for(method, payload)?;
            line.add(self.container(request.base()) + &K::summary(&request));
            self.add_fields(line, &request);
        } else if let Some(method) = Method::from_response(identifier) {
            let response = AnyResponse::<K>::decode_for(method, payload)?;
            outcome(line, response.base());
            if response.base().result.is_ok() {
                line.add(K::response_summary(&response));
            }
            self.add_fields(line, &response);
        } else if identifier == MessageIdentifier::COMPUTE_SYSTEM_NOTIFICATION_V1 {
            let notification: Request<'_, ContainerNotification<'_>> = json::decode(payload)?;
            let body = &notification.body;
            let of = self.container(&notification.base);
            line.add(format_args!("{of}{} during {}", body.notification_type, body.operation));
            if body.result != HResult::OK {
                line.add(format_args!(", {}", body.result));
            }
            self.add_fields(line, &notification);
        } else {
            let any: json::RawJson<'_> = json::decode(payload)?;
            line.add("unknown message");
            self.add_fields(line, &any);
        }
        Ok(())
    }

    fn container(self, base: &MessageBase<'_>) -> String {
        match base.container_id {
            "" => String::new(),
            gcs_prot::message::NULL_CONTAINER_ID => "[vm] ".into(),
            id => match self.layout.id_length().and_then(|length| id.char_indices().nth(length)) {
                Some((end, _)) => format!("[{}…] ", &id[..end]),
                None => format!("[{}] ", Short(id)),
            },
        }
    }

    fn add_fields(self, line: &mut Line, value: &impl Debug) {
        match (self.full, self.secrets) {
            (false, _) => {}
            (true, false) => line.add_lines(format_args!("{value:#?}")),
            (true, true) => line.add_lines(format_args!("{:#?}", json::Revealed(value))),
        }
    }
}

fn outcome(line: &mut Line, base: &MessageResponseBase<'_>) {
    if base.result == HResult::OK {
        return line.add("ok");
    }
    let code = if base.result.is_ok() { "33" } else { "31" };
    if base.error_message.is_empty() {
        line.paint(code, base.result);
    } else if line.is_narrow() {
        // There is no room for both texts, and the message says more than the meaning of the code.
        line.paint(code, base.result.to_string().split(' ').next().unwrap_or_default());
        line.add(format_args!(" {}", Short(base.error_message)));
    } else {
        line.paint(code, base.result);
        line.add(format_args!(": {:?}", Short(base.error_message)));
    }
}

fn is_unknown(resource: &Resource<'_>) -> bool {
    matches!(resource, Resource::Unknown { .. })
}

/// The summary of an empty query, to which guests answer without properties.
const NO_PROPERTIES: &str = "no properties";

fn summary(request: &AnyRequest<'_>) -> String {
    match request {
        AnyRequest::NegotiateProtocol(negotiate) => versions(negotiate.body),
        AnyRequest::Create(create) => {
            let config = match &create.body.container_config.0 {
                ContainerConfig::V2(config) => config,
                ContainerConfig::V1(_) => return "schema 1".into(),
                ContainerConfig::Vm(_) => return "the VM itself".into(),
            };
            let mut text = String::new();
            if let Some(process) = config.oci_specification.as_ref().and_then(|spec| spec.process.as_ref()) {
                let _ = write!(text, "{}, ", Args(process.args.iter()));
            }
            let version = config.schema_version;
            let _ = write!(text, "schema {}.{}", version.major, version.minor);
            if let Some(spec) = &config.oci_specification {
                let _ = write!(text, ", OCI {}", spec.oci_version);
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
        AnyRequest::WaitForProcess(wait) => waited(wait.body),
        AnyRequest::SignalProcess(signal) => {
            format!("process {}, signal {}", signal.body.process_id, signal.body.options.signal)
        }
        AnyRequest::ResizeConsole(resize) => resized(resize.body),
        AnyRequest::GetProperties(get) => match &get.body.query.0 {
            Some(query) => {
                let types: Vec<_> = query.property_types.iter().map(PropertyType::as_str).collect();
                if types.is_empty() { NO_PROPERTIES.into() } else { types.join(", ") }
            }
            None => NO_PROPERTIES.into(),
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

fn versions(negotiate: NegotiateProtocol) -> String {
    format!("versions {}..{}", negotiate.minimum_version.0, negotiate.maximum_version.0)
}

fn waited(wait: ContainerWaitForProcess) -> String {
    match wait.timeout_in_ms {
        INFINITE_WAIT_TIMEOUT => format!("process {}", wait.process_id),
        timeout => format!("process {}, at most {timeout} ms", wait.process_id),
    }
}

fn resized(resize: ContainerResizeConsole) -> String {
    format!("process {}, {} rows, {} columns", resize.process_id, resize.height, resize.width)
}

fn response_summary(response: &AnyResponse<'_>) -> String {
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

/// A command. Arguments are quoted where necessary, and cut where they are long.
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
        write!(f, "{text}{more}")
    }
}

impl Debug for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, more) = self.cut();
        write!(f, "{text:?}{more}")
    }
}
