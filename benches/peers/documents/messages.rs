//! Messages. The base fields are repeated in each message, because serde reads flattened structs slowly.

use super::super::{List, Text};
use super::metrics::Metrics;
use super::oci::{Process, Spec};
use super::table::{Pairs, Walk, empty, peer_object};

peer_object! {
    pub struct SpanContext<'a> {
        trace_id: Text<'a> = "TraceID" unless "empty",
        span_id: Text<'a> = "SpanID" unless "empty",
        trace_options: u32 = "TraceOptions" unless "empty",
        tracestate: Text<'a> = "Tracestate" unless "empty",
    }
}

peer_object! {
    pub struct ErrorRecord<'a> {
        result: i32 = "Result",
        message: Text<'a> = "Message",
        stack_trace: Text<'a> = "StackTrace" unless "empty",
        module_name: Text<'a> = "ModuleName",
        file_name: Text<'a> = "FileName",
        line: u32 = "Line",
        function_name: Text<'a> = "FunctionName" unless "empty",
    }
}

peer_object! {
    pub struct WaitForProcess<'a> {
        container_id: Text<'a> = "ContainerId",
        activity_id: Text<'a> = "ActivityId",
        trace_context: Pairs<'a, Text<'a>> = "otsc" unless "empty",
        span_context: Option<SpanContext<'a>> = "ocsc" unless "empty",
        process_id: u32 = "ProcessId",
        timeout_in_ms: u32 = "TimeoutInMs",
    }
}

peer_object! {
    pub struct ExecuteProcess<'a> {
        container_id: Text<'a> = "ContainerId",
        activity_id: Text<'a> = "ActivityId",
        trace_context: Pairs<'a, Text<'a>> = "otsc" unless "empty",
        span_context: Option<SpanContext<'a>> = "ocsc" unless "empty",
        settings: ExecuteProcessSettings<'a> = "Settings",
    }
}

peer_object! {
    pub struct ExecuteProcessSettings<'a> {
        process_parameters: Text<'a> = "ProcessParameters",
        stdio_relay_settings: Option<ExecuteProcessStdioRelaySettings<'a>> = "StdioRelaySettings" unless "empty",
        vsock_stdio_relay_settings: ExecuteProcessVsockStdioRelaySettings = "VsockStdioRelaySettings",
    }
}

peer_object! {
    pub struct ExecuteProcessStdioRelaySettings<'a> {
        std_in: Text<'a> = "StdIn" unless "empty",
        std_out: Text<'a> = "StdOut" unless "empty",
        std_err: Text<'a> = "StdErr" unless "empty",
    }
}

peer_object! {
    pub struct ExecuteProcessVsockStdioRelaySettings {
        std_in: u32 = "StdIn" unless "empty",
        std_out: u32 = "StdOut" unless "empty",
        std_err: u32 = "StdErr" unless "empty",
    }
}

peer_object! {
    pub struct ProcessParameters<'a> {
        command_line: Text<'a> = "CommandLine" unless "empty",
        command_args: List<Text<'a>> = "CommandArgs" unless "empty",
        user: Text<'a> = "User" unless "empty",
        working_directory: Text<'a> = "WorkingDirectory" unless "empty",
        environment: Pairs<'a, Text<'a>> = "Environment" unless "empty",
        emulate_console: bool = "EmulateConsole" unless "empty",
        create_std_in_pipe: bool = "CreateStdInPipe" unless "empty",
        create_std_out_pipe: bool = "CreateStdOutPipe" unless "empty",
        create_std_err_pipe: bool = "CreateStdErrPipe" unless "empty",
        console_size: List<u16> = "ConsoleSize" unless "empty",
        create_in_utility_vm: bool = "CreateInUtilityVM" unless "empty",
        oci_specification: Option<Spec<'a>> = "OciSpecification" unless "empty",
        oci_process: Option<Process<'a>> = "OciProcess" unless "empty",
    }
}

peer_object! {
    pub struct Create<'a> {
        container_id: Text<'a> = "ContainerId",
        activity_id: Text<'a> = "ActivityId",
        trace_context: Pairs<'a, Text<'a>> = "otsc" unless "empty",
        span_context: Option<SpanContext<'a>> = "ocsc" unless "empty",
        container_config: Text<'a> = "ContainerConfig",
        supported_versions: ProtocolSupport<'a> = "SupportedVersions",
    }
}

peer_object! {
    pub struct ProtocolSupport<'a> {
        minimum_version: Text<'a> = "MinimumVersion" unless "empty",
        maximum_version: Text<'a> = "MaximumVersion" unless "empty",
        minimum_protocol_version: u32 = "MinimumProtocolVersion",
        maximum_protocol_version: u32 = "MaximumProtocolVersion",
    }
}

peer_object! {
    pub struct VmHostedContainerSettingsV2<'a> {
        schema_version: SchemaVersion = "SchemaVersion",
        oci_bundle_path: Text<'a> = "OciBundlePath" unless "empty",
        oci_specification: Option<Spec<'a>> = "OciSpecification" unless "empty",
        scratch_dir_path: Text<'a> = "ScratchDirPath",
    }
}

peer_object! {
    pub struct ModifySettings<'a> {
        container_id: Text<'a> = "ContainerId",
        activity_id: Text<'a> = "ActivityId",
        trace_context: Pairs<'a, Text<'a>> = "otsc" unless "empty",
        span_context: Option<SpanContext<'a>> = "ocsc" unless "empty",
        request: ModificationRequest<'a> = "Request",
    }
}

peer_object! {
    pub struct ModificationRequest<'a> {
        request_type: Text<'a> = "RequestType" unless "empty",
        resource_type: Text<'a> = "ResourceType" unless "empty",
        settings: ConfidentialOptions<'a> = "Settings",
    }
}

peer_object! {
    pub struct ConfidentialOptions<'a> {
        enforcer_type: Text<'a> = "EnforcerType" unless "empty",
        encoded_security_policy: Text<'a> = "EncodedSecurityPolicy" unless "empty",
        encoded_uvm_reference: Text<'a> = "EncodedUVMReference" unless "empty",
        encoded_uvm_hash_envelope_reference: Text<'a> = "EncodedUVMHashEnvelopeReference" unless "empty",
    }
}

peer_object! {
    pub struct NegotiateProtocol<'a> {
        container_id: Text<'a> = "ContainerId",
        activity_id: Text<'a> = "ActivityId",
        trace_context: Pairs<'a, Text<'a>> = "otsc" unless "empty",
        span_context: Option<SpanContext<'a>> = "ocsc" unless "empty",
        minimum_version: u32 = "MinimumVersion",
        maximum_version: u32 = "MaximumVersion",
    }
}

peer_object! {
    pub struct NegotiateProtocolResponse<'a> {
        result: i32 = "Result",
        activity_id: Text<'a> = "ActivityId" unless "empty",
        error_message: Text<'a> = "ErrorMessage" unless "empty",
        error_records: List<ErrorRecord<'a>> = "ErrorRecords" unless "empty",
        version: u32 = "Version",
        capabilities: GcsCapabilities<'a> = "Capabilities",
    }
}

peer_object! {
    pub struct GcsCapabilities<'a> {
        send_host_create_message: bool = "SendHostCreateMessage" unless "empty",
        send_host_start_message: bool = "SendHostStartMessage" unless "empty",
        hv_socket_config_on_startup: bool = "HvSocketConfigOnStartup" unless "empty",
        send_lifecycle_notifications: bool = "SendLifecycleNotifications" unless "empty",
        modify_service_settings_supported: bool = "ModifyServiceSettingsSupported" unless "empty",
        supported_schema_versions: List<SchemaVersion> = "SupportedSchemaVersions" unless "empty",
        runtime_os_type: Text<'a> = "RuntimeOsType" unless "empty",
        guest_defined_capabilities: GcsGuestCapabilities = "GuestDefinedCapabilities",
    }
}

peer_object! {
    pub struct GcsGuestCapabilities {
        namespace_add_request_supported: bool = "NamespaceAddRequestSupported" unless "empty",
        signal_process_supported: bool = "SignalProcessSupported" unless "empty",
        dump_stacks_supported: bool = "DumpStacksSupported" unless "empty",
        delete_container_state_supported: bool = "DeleteContainerStateSupported" unless "empty",
    }
}

peer_object! {
    pub struct SchemaVersion {
        major: u32 = "Major" unless "empty",
        minor: u32 = "Minor" unless "empty",
    }
}

peer_object! {
    pub struct GetPropertiesResponse<'a> {
        result: i32 = "Result",
        activity_id: Text<'a> = "ActivityId" unless "empty",
        error_message: Text<'a> = "ErrorMessage" unless "empty",
        error_records: List<ErrorRecord<'a>> = "ErrorRecords" unless "empty",
        properties: Text<'a> = "Properties",
    }
}

peer_object! {
    pub struct PropertiesV2<'a> {
        process_list: List<ProcessDetails> = "ProcessList" unless "empty",
        metrics: Option<Metrics<'a>> = "LCOWMetrics" unless "empty",
    }
}

peer_object! {
    pub struct ProcessDetails {
        process_id: u32 = "ProcessId",
    }
}

peer_object! {
    pub struct FailureResponse<'a> {
        result: i32 = "Result",
        activity_id: Text<'a> = "ActivityId" unless "empty",
        error_message: Text<'a> = "ErrorMessage" unless "empty",
        error_records: List<ErrorRecord<'a>> = "ErrorRecords" unless "empty",
    }
}
