//! The settings of a Windows container. Its devices are omitted: the message has none, and their type contains itself,
//! which a list of fixed capacity cannot.

use super::super::{List, Text};
use super::messages::SpanContext;
use super::table::{Pairs, Walk, empty, peer_object};

peer_object! {
    pub struct Create<'a> {
        container_id: Text<'a> = "ContainerId",
        activity_id: Text<'a> = "ActivityId",
        trace_context: Pairs<'a, Text<'a>> = "otsc" unless "empty",
        span_context: Option<SpanContext<'a>> = "ocsc" unless "empty",
        container_config: Text<'a> = "ContainerConfig",
    }
}

peer_object! {
    pub struct HostedSystem<'a> {
        schema_version: Option<Version> = "SchemaVersion" unless "empty",
        container: Option<Container<'a>> = "Container" unless "empty",
    }
}

peer_object! {
    pub struct Version {
        major: i32 = "Major" unless "empty",
        minor: i32 = "Minor" unless "empty",
    }
}

peer_object! {
    pub struct Container<'a> {
        guest_os: Option<GuestOs<'a>> = "GuestOs" unless "empty",
        storage: Option<Storage<'a>> = "Storage" unless "empty",
        mapped_directories: List<MappedDirectory<'a>> = "MappedDirectories" unless "empty",
        mapped_pipes: List<MappedPipe<'a>> = "MappedPipes" unless "empty",
        memory: Option<Memory> = "Memory" unless "empty",
        processor: Option<Processor> = "Processor" unless "empty",
        networking: Option<Networking<'a>> = "Networking" unless "empty",
        hv_socket: Option<HvSocket<'a>> = "HvSocket" unless "empty",
        container_credential_guard: Option<ContainerCredentialGuardState<'a>> = "ContainerCredentialGuard" unless "empty",
        registry_changes: Option<RegistryChanges<'a>> = "RegistryChanges" unless "empty",
        assigned_devices: List<Device<'a>> = "AssignedDevices" unless "empty",
        isolation_type: Text<'a> = "IsolationType" unless "empty",
    }
}

peer_object! {
    pub struct GuestOs<'a> {
        host_name: Text<'a> = "HostName" unless "empty",
    }
}

peer_object! {
    pub struct Storage<'a> {
        layers: List<Layer<'a>> = "Layers" unless "empty",
        path: Text<'a> = "Path" unless "empty",
        qos: Option<StorageQos> = "QoS" unless "empty",
        privileged_container_root_path: Text<'a> = "PrivilegedContainerRootPath" unless "empty",
    }
}

peer_object! {
    pub struct StorageQos {
        iops_maximum: i32 = "IopsMaximum" unless "empty",
        bandwidth_maximum: i32 = "BandwidthMaximum" unless "empty",
    }
}

peer_object! {
    pub struct MappedDirectory<'a> {
        host_path: Text<'a> = "HostPath" unless "empty",
        host_path_type: Text<'a> = "HostPathType" unless "empty",
        container_path: Text<'a> = "ContainerPath" unless "empty",
        read_only: bool = "ReadOnly" unless "empty",
    }
}

peer_object! {
    pub struct MappedPipe<'a> {
        container_pipe_name: Text<'a> = "ContainerPipeName" unless "empty",
        host_path: Text<'a> = "HostPath" unless "empty",
        host_path_type: Text<'a> = "HostPathType" unless "empty",
    }
}

peer_object! {
    pub struct Memory {
        size_in_mb: u64 = "SizeInMB" unless "empty",
    }
}

peer_object! {
    pub struct Processor {
        count: i32 = "Count" unless "empty",
        maximum: i32 = "Maximum" unless "empty",
        weight: i32 = "Weight" unless "empty",
    }
}

peer_object! {
    pub struct Networking<'a> {
        allow_unqualified_dns_query: bool = "AllowUnqualifiedDnsQuery" unless "empty",
        dns_search_list: Text<'a> = "DnsSearchList" unless "empty",
        network_shared_container_name: Text<'a> = "NetworkSharedContainerName" unless "empty",
        namespace: Text<'a> = "Namespace" unless "empty",
        network_adapters: List<Text<'a>> = "NetworkAdapters" unless "empty",
    }
}

peer_object! {
    pub struct HvSocket<'a> {
        config: Option<HvSocketSystemConfig<'a>> = "Config" unless "empty",
        enable_power_shell_direct: bool = "EnablePowerShellDirect" unless "empty",
    }
}

peer_object! {
    pub struct HvSocketSystemConfig<'a> {
        default_bind_security_descriptor: Text<'a> = "DefaultBindSecurityDescriptor" unless "empty",
        default_connect_security_descriptor: Text<'a> = "DefaultConnectSecurityDescriptor" unless "empty",
        service_table: Pairs<'a, HvSocketServiceConfig<'a>> = "ServiceTable" unless "empty",
    }
}

peer_object! {
    pub struct HvSocketServiceConfig<'a> {
        bind_security_descriptor: Text<'a> = "BindSecurityDescriptor" unless "empty",
        connect_security_descriptor: Text<'a> = "ConnectSecurityDescriptor" unless "empty",
        allow_wildcard_binds: bool = "AllowWildcardBinds" unless "empty",
        disabled: bool = "Disabled" unless "empty",
    }
}

peer_object! {
    pub struct ContainerCredentialGuardState<'a> {
        cookie: Text<'a> = "Cookie" unless "empty",
        rpc_endpoint: Text<'a> = "RpcEndpoint" unless "empty",
        transport: Text<'a> = "Transport" unless "empty",
        credential_spec: Text<'a> = "CredentialSpec" unless "empty",
    }
}

peer_object! {
    pub struct RegistryChanges<'a> {
        add_values: List<RegistryValue<'a>> = "AddValues" unless "empty",
        delete_keys: List<RegistryKey<'a>> = "DeleteKeys" unless "empty",
    }
}

peer_object! {
    pub struct RegistryValue<'a> {
        key: Option<RegistryKey<'a>> = "Key" unless "empty",
        name: Text<'a> = "Name" unless "empty",
        kind: Text<'a> = "Type" unless "empty",
        string_value: Text<'a> = "StringValue" unless "empty",
        binary_value: Text<'a> = "BinaryValue" unless "empty",
        dword_value: i32 = "DWordValue" unless "empty",
        qword_value: i32 = "QWordValue" unless "empty",
        custom_type: i32 = "CustomType" unless "empty",
    }
}

peer_object! {
    pub struct RegistryKey<'a> {
        hive: Text<'a> = "Hive" unless "empty",
        name: Text<'a> = "Name" unless "empty",
        volatile: bool = "Volatile" unless "empty",
    }
}

peer_object! {
    pub struct Device<'a> {
        kind: Text<'a> = "Type" unless "empty",
        interface_class_guid: Text<'a> = "InterfaceClassGuid" unless "empty",
        location_path: Text<'a> = "LocationPath" unless "empty",
    }
}

peer_object! {
    pub struct Layer<'a> {
        id: Text<'a> = "Id" unless "empty",
        path: Text<'a> = "Path" unless "empty",
        path_type: Text<'a> = "PathType" unless "empty",
        cache: Text<'a> = "Cache" unless "empty",
    }
}
