use gcs_prot::json_object;

#[json_object]
#[derive(Clone, Copy, Debug)]
struct Wait {
    #[json("TimeoutInMs")]
    timeout_in_ms: u32,
    #[cfg(unix)]
    #[json("ProcessId")]
    process_id: u32,
}

fn main() {}
