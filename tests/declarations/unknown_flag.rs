use gcs_prot::json_object;

#[json_object]
struct Wait {
    #[json("TimeoutInMs", omit_empty)]
    timeout_in_ms: u32,
    #[json("ProcessId", required)]
    process_id: u32,
    #[json("Again", secret, secret)]
    again: u32,
    #[json("Assigned", secret = true)]
    assigned: u32,
}

fn main() {}
