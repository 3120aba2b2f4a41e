//! A minimal agent: it decodes and answers the four core calls.

use gcs_prot::HResult;
use gcs_prot::json::{self, Decode, DecodeObject, EncodeObject, List};
use gcs_prot::message::{
    ContainerCreateResponse, ContainerExecuteProcess, ContainerExecuteProcessResponse, ContainerWaitForProcess,
    ContainerWaitForProcessResponse, Empty, GcsCapabilities, GcsGuestCapabilities, MessageResponseBase,
    NegotiateProtocol, NegotiateProtocolResponse, OsType, ProtocolVersion, Request, Response, SchemaVersion,
    VmHostedContainerSettingsV2, generic,
};
use gcs_prot::rpc::{Method, write_message};
use gcs_prot::wire::{Frame, FrameError, FrameReader, MessageHeader, ReceivedFrame};

use crate::platform;

/// Answers the requests of a stream until it ends.
pub fn serve(input: &mut [u8], output: &mut [u8]) -> Result<(), FrameError> {
    let mut frames = FrameReader::new(input);
    loop {
        while let Some(incoming) = frames.next()? {
            platform::write(match incoming {
                ReceivedFrame::Frame(frame) => answer(frame, output),
                ReceivedFrame::TooLarge(header) => refuse(&header, HResult::INVALID_ARGUMENT, output),
            });
        }
        match platform::read(frames.window()) {
            0 => return frames.end(),
            count => frames.commit(count)?,
        }
    }
}

/// Writes the response to one request.
pub fn answer<'o>(frame: Frame<'_>, output: &'o mut [u8]) -> &'o [u8] {
    match Method::from_request(frame.header.identifier()) {
        Some(Method::NegotiateProtocol) => reply(frame, output, negotiate),
        Some(Method::Create) => reply(frame, output, create),
        Some(Method::ExecuteProcess) => reply(frame, output, execute),
        Some(Method::WaitForProcess) => reply(frame, output, wait),
        _ => refuse(&frame.header, HResult::NOT_IMPLEMENTED, output),
    }
}

/// Decodes a request in place, and writes the result of `call`.
///
/// This function is not inlined. Otherwise, every call would take as much stack as the largest request.
#[inline(never)]
fn reply<'a, 'o, Q, R>(frame: Frame<'a>, output: &'o mut [u8], call: fn(&Q) -> Result<R, HResult>) -> &'o [u8]
where
    Q: Decode<'a> + DecodeObject<'a>,
    R: EncodeObject,
{
    let mut request: Request<'_, Q> = Request::default();
    let decoded = json::decode_into(&mut request, frame.payload);
    match decoded.map_err(|_| HResult::INVALID_JSON).and_then(|()| call(&request.body)) {
        Ok(body) => write(&frame.header, &respond(HResult::OK, request.base.activity_id, body), output),
        Err(result) => write(&frame.header, &respond(result, request.base.activity_id, Empty {}), output),
    }
}

fn refuse<'o>(header: &MessageHeader, result: HResult, output: &'o mut [u8]) -> &'o [u8] {
    write(header, &respond(result, "", Empty {}), output)
}

fn respond<T>(result: HResult, activity_id: &str, body: T) -> Response<'_, T> {
    Response { base: MessageResponseBase { result, activity_id, ..Default::default() }, body }
}

fn write<'o, T: EncodeObject>(request: &MessageHeader, response: &Response<'_, T>, output: &'o mut [u8]) -> &'o [u8] {
    write_message(output, request.identifier().response_identifier(), request.sequence_id(), response)
        .unwrap_or_default()
}

fn negotiate(request: &NegotiateProtocol) -> Result<NegotiateProtocolResponse<'static>, HResult> {
    if !(request.minimum_version..=request.maximum_version).contains(&ProtocolVersion::V4) {
        return Err(HResult::UNSUPPORTED_PROTOCOL_VERSION);
    }
    let schema = [SchemaVersion { major: 2, minor: 1 }];
    Ok(NegotiateProtocolResponse {
        version: ProtocolVersion::V4,
        capabilities: GcsCapabilities {
            supported_schema_versions: List::from_slice(&schema).map_err(|_| HResult::FAIL)?,
            runtime_os_type: OsType::Linux,
            guest_defined_capabilities: GcsGuestCapabilities { signal_process_supported: true, ..Default::default() },
            ..Default::default()
        },
    })
}

/// Checks that a container has a specification with a process and a root file system.
/// An agent that serves only containers names their document, and does not carry the code of the others.
fn create<'a>(
    request: &generic::ContainerCreate<'a, VmHostedContainerSettingsV2<'a>>,
) -> Result<ContainerCreateResponse<'static>, HResult> {
    let specification = request.container_config.0.oci_specification.as_ref().ok_or(HResult::INVALID_ARGUMENT)?;
    let process = specification.process.as_ref().ok_or(HResult::INVALID_ARGUMENT)?;
    let root = specification.root.as_ref().ok_or(HResult::INVALID_ARGUMENT)?;
    if process.args.is_empty() || root.path.is_empty() {
        return Err(HResult::INVALID_ARGUMENT);
    }
    Ok(ContainerCreateResponse::default())
}

/// Returns the number of arguments and environment variables as the process id.
fn execute(request: &ContainerExecuteProcess<'_>) -> Result<ContainerExecuteProcessResponse, HResult> {
    let parameters = &request.settings.process_parameters.0;
    let args = parameters.command_args.iter().count();
    let environment = parameters.environment.iter().count();
    let process_id = u32::try_from(args.saturating_add(environment)).map_err(|_| HResult::INVALID_ARGUMENT)?;
    Ok(ContainerExecuteProcessResponse { process_id })
}

fn wait(request: &ContainerWaitForProcess) -> Result<ContainerWaitForProcessResponse, HResult> {
    match request.timeout_in_ms {
        0 => Err(HResult::TIMEOUT),
        _ => Ok(ContainerWaitForProcessResponse { exit_code: request.process_id }),
    }
}
