//! Lists the fields of this crate's types, so that a walk can read every field.
#![allow(clippy::wildcard_imports)] // almost all types are used

use gcs_prot::HResult;
use gcs_prot::json::{Decode, JsonString, Lazy, List, Map, Seq};
use gcs_prot::message::metrics::*;
use gcs_prot::message::*;
use gcs_prot::oci::*;
use gcs_prot::resource::{ConfidentialOptions, ModificationRequest, Resource};

/// A value whose lists and maps can be walked at all levels.
pub trait Fields {
    /// Reads everything, and returns the sum of the numbers and of the lengths of the strings.
    fn walk(&self) -> usize;

    /// Replaces lists and maps in the buffer by slices, as a program that builds the value has them.
    fn slice(&mut self) {}
}

macro_rules! fields {
    ($($type:ty: $($field:ident)*;)*) => {$(
        impl Fields for $type {
            fn walk(&self) -> usize {
                0usize $(.wrapping_add(self.$field.walk()))*
            }

            fn slice(&mut self) {
                $(self.$field.slice();)*
            }
        }
    )*};
}

macro_rules! numbers {
    ($($type:ty)*) => {$(
        impl Fields for $type {
            fn walk(&self) -> usize {
                *self as usize
            }
        }
    )*};
}

#[expect(
    clippy::cast_lossless,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a sum that nobody reads"
)]
mod numbers {
    use super::Fields;
    numbers! { bool u8 u16 u32 u64 i32 i64 }
}

macro_rules! texts {
    ($($type:ty)*) => {$(
        impl Fields for $type {
            fn walk(&self) -> usize {
                self.as_str().len()
            }
        }
    )*};
}

#[path = "fields_windows.rs"]
mod windows;

texts! {
    RequestType<'_> OsType<'_> LinuxNamespaceType<'_> LinuxSeccompAction<'_> LinuxSeccompOperator<'_>
    LinuxSchedulerPolicy<'_> IoPriorityClass<'_> MemoryPolicyModeType<'_> LinuxPersonalityDomain<'_>
}

impl Fields for ContainerConfig<'_> {
    fn walk(&self) -> usize {
        match self {
            Self::V2(settings) => settings.walk(),
            // No document contains these.
            Self::V1(_) | Self::Vm(_) => 0,
        }
    }

    fn slice(&mut self) {
        if let Self::V2(settings) = self {
            settings.slice();
        }
    }
}

impl Fields for &str {
    fn walk(&self) -> usize {
        self.len()
    }
}

impl Fields for HResult {
    fn walk(&self) -> usize {
        self.0.walk()
    }
}

impl Fields for ProtocolVersion {
    fn walk(&self) -> usize {
        self.0.walk()
    }
}

impl<T: Fields> Fields for Option<T> {
    fn walk(&self) -> usize {
        self.as_ref().map_or(0, T::walk)
    }

    fn slice(&mut self) {
        if let Some(value) = self {
            value.slice();
        }
    }
}

impl<T: Fields> Fields for JsonString<T> {
    fn walk(&self) -> usize {
        self.0.walk()
    }

    fn slice(&mut self) {
        self.0.slice();
    }
}

impl<'a, T: Decode<'a> + Clone + Fields + 'a> Fields for Lazy<'a, T> {
    fn walk(&self) -> usize {
        self.get().walk()
    }

    fn slice(&mut self) {
        if let Some(mut value) = self.get() {
            value.slice();
            *self = Self::from(&*Box::leak(Box::new(value)));
        }
    }
}

impl<T: Fields, const N: usize> Fields for List<T, N> {
    fn walk(&self) -> usize {
        self.iter().map(T::walk).fold(0, usize::wrapping_add)
    }
}

impl<'a, T: Decode<'a> + Clone + Fields + 'a> Fields for Seq<'a, T> {
    fn walk(&self) -> usize {
        self.iter().fold(0, |sum, element| sum.wrapping_add(element.walk()))
    }

    fn slice(&mut self) {
        let mut elements: Vec<T> = self.iter().collect();
        elements.iter_mut().for_each(T::slice);
        *self = Self::from(&*elements.leak());
    }
}

impl<'a, V: Decode<'a> + Clone + Fields + 'a> Fields for Map<'a, V> {
    fn walk(&self) -> usize {
        self.iter().fold(0, |sum, entry| {
            let (key, value) = entry;
            sum.wrapping_add(key.len()).wrapping_add(value.walk())
        })
    }

    fn slice(&mut self) {
        let entries: Vec<(&str, V)> = self.iter().collect();
        *self = Self::from(&*entries.leak());
    }
}

impl<B: Fields, T: Fields> Fields for WithBase<B, T> {
    fn walk(&self) -> usize {
        self.base.walk().wrapping_add(self.body.walk())
    }

    fn slice(&mut self) {
        self.base.slice();
        self.body.slice();
    }
}

impl Fields for ModificationRequest<'_> {
    fn walk(&self) -> usize {
        let Resource::SecurityPolicy(settings) = &self.resource else {
            panic!("the corpus has only a security policy")
        };
        let resource_type = self.resource.resource_type();
        self.request_type.walk().wrapping_add(resource_type.len()).wrapping_add(settings.walk())
    }
}

fields! {
    Empty: ;
    MessageBase<'_>: container_id activity_id trace_context span_context;
    SpanContext<'_>: trace_id span_id trace_options tracestate;
    MessageResponseBase<'_>: result activity_id error_message error_records;
    ErrorRecord<'_>: result message stack_trace module_name file_name line function_name;
    ContainerExecuteProcess<'_>: settings;
    ExecuteProcessSettings<'_>: process_parameters stdio_relay_settings vsock_stdio_relay_settings;
    ExecuteProcessVsockStdioRelaySettings: std_in std_out std_err;
    ExecuteProcessStdioRelaySettings<'_>: std_in std_out std_err;
    ProcessParameters<'_>: command_line command_args user working_directory environment emulate_console
        create_std_in_pipe create_std_out_pipe create_std_err_pipe console_size create_in_utility_vm oci_specification
        oci_process;
    ContainerWaitForProcess: process_id timeout_in_ms;
    ContainerCreate<'_>: container_config supported_versions;
    ProtocolSupport<'_>: minimum_version maximum_version minimum_protocol_version maximum_protocol_version;
    VmHostedContainerSettingsV2<'_>: schema_version oci_bundle_path oci_specification scratch_dir_path;
    NegotiateProtocol: minimum_version maximum_version;
    NegotiateProtocolResponse<'_>: version capabilities;
    GcsCapabilities<'_>: send_host_create_message send_host_start_message hv_socket_config_on_startup
        send_lifecycle_notifications modify_service_settings_supported supported_schema_versions runtime_os_type
        guest_defined_capabilities;
    GcsGuestCapabilities: namespace_add_request_supported signal_process_supported dump_stacks_supported
        delete_container_state_supported;
    SchemaVersion: major minor;
    PropertiesV2<'_>: process_list metrics;
    ProcessDetails: process_id;
    ContainerModifySettings<'_>: request;
    ConfidentialOptions<'_>: enforcer_type encoded_security_policy encoded_uvm_reference
        encoded_uvm_hash_envelope_reference;
    Spec<'_>: oci_version process root hostname domainname mounts hooks annotations linux windows;
    Root<'_>: path readonly;
    Mount<'_>: destination mount_type source options uid_mappings gid_mappings;
    Hooks<'_>: prestart create_runtime create_container start_container poststart poststop;
    Hook<'_>: path args env timeout;
    Process<'_>: terminal console_size user args command_line env cwd capabilities rlimits no_new_privileges
        apparmor_profile oom_score_adj scheduler selinux_label io_priority exec_cpu_affinity;
    ConsoleBox: height width;
    User<'_>: uid gid umask additional_gids username;
    LinuxCapabilities<'_>: bounding effective inheritable permitted ambient;
    PosixRlimit<'_>: rlimit_type hard soft;
    Scheduler<'_>: policy nice priority flags runtime deadline period;
    LinuxIoPriority<'_>: class priority;
    CpuAffinity<'_>: initial_cpus final_cpus;
    Linux<'_>: uid_mappings gid_mappings sysctl resources cgroups_path namespaces devices net_devices seccomp
        rootfs_propagation masked_paths readonly_paths mount_label intel_rdt memory_policy personality time_offsets;
    LinuxIdMapping: container_id host_id size;
    LinuxNamespace<'_>: namespace_type path;
    LinuxDevice<'_>: path device_type major minor file_mode uid gid;
    LinuxNetDevice<'_>: name;
    LinuxIntelRdt<'_>: clos_id schemata l3_cache_schema mem_bw_schema enable_cmt enable_mbm enable_monitoring;
    LinuxMemoryPolicy<'_>: mode nodes flags;
    LinuxPersonality<'_>: domain flags;
    LinuxTimeOffset: secs nanosecs;
    LinuxResources<'_>: devices memory cpu pids block_io hugepage_limits network rdma unified;
    LinuxDeviceCgroup<'_>: allow device_type major minor access;
    LinuxMemory: limit reservation swap kernel kernel_tcp swappiness disable_oom_killer use_hierarchy
        check_before_update;
    LinuxCpu<'_>: shares quota burst period realtime_runtime realtime_period cpus mems idle;
    LinuxPids: limit;
    LinuxBlockIo<'_>: weight leaf_weight weight_device throttle_read_bps_device throttle_write_bps_device
        throttle_read_iops_device throttle_write_iops_device;
    LinuxWeightDevice: major minor weight leaf_weight;
    LinuxThrottleDevice: major minor rate;
    LinuxHugepageLimit<'_>: page_size limit;
    LinuxNetwork<'_>: class_id priorities;
    LinuxInterfacePriority<'_>: name priority;
    LinuxRdma: hca_handles hca_objects;
    LinuxSeccomp<'_>: default_action default_errno_ret architectures flags listener_path listener_metadata syscalls;
    LinuxSyscall<'_>: names action errno_ret args;
    LinuxSeccompArg<'_>: index value value_two op;
    Windows<'_>: layer_folders devices resources servicing ignore_flushes_during_boot hyperv network;
    WindowsDevice<'_>: id id_type;
    WindowsResources<'_>: memory cpu storage;
    WindowsMemoryResources: limit;
    WindowsCpuResources<'_>: count shares maximum affinity;
    WindowsCpuGroupAffinity: mask group;
    WindowsStorageResources: iops bps sandbox_size;
    WindowsHyperV<'_>: utility_vm_path;
    WindowsNetwork<'_>: endpoint_list allow_unqualified_dns_query dns_search_list network_shared_container_name
        network_namespace;
    Metrics<'_>: hugetlb pids cpu memory blkio rdma network cgroup_stats memory_oom_control;
    HugetlbStat<'_>: usage max failcnt pagesize;
    PidsStat: current limit;
    CpuStat<'_>: usage throttling;
    CpuUsage<'_>: total kernel user per_cpu;
    Throttle: periods throttled_periods throttled_time;
    MemoryStat: cache rss rss_huge mapped_file dirty writeback pg_pg_in pg_pg_out pg_fault pg_maj_fault
        inactive_anon active_anon inactive_file active_file unevictable hierarchical_memory_limit hierarchical_swap_limit
        total_cache total_rss total_rss_huge total_mapped_file total_dirty total_writeback total_pg_pg_in total_pg_pg_out
        total_pg_fault total_pg_maj_fault total_inactive_anon total_active_anon total_inactive_file total_active_file
        total_unevictable usage swap kernel kernel_tcp;
    MemoryEntry: limit usage max failcnt;
    BlkIoStat<'_>: io_service_bytes_recursive io_serviced_recursive io_queued_recursive io_service_time_recursive
        io_wait_time_recursive io_merged_recursive io_time_recursive sectors_recursive;
    BlkIoEntry<'_>: op device major minor value;
    RdmaStat<'_>: current limit;
    RdmaEntry<'_>: device hca_handles hca_objects;
    NetworkStat<'_>: name rx_bytes rx_packets rx_errors rx_dropped tx_bytes tx_packets tx_errors tx_dropped;
    CgroupStats: nr_sleeping nr_running nr_stopped nr_uninterruptible nr_io_wait;
    MemoryOomControl: oom_kill_disable under_oom oom_kill;
    ContainerGetPropertiesResponse<PropertiesV2<'_>>: properties;
}
