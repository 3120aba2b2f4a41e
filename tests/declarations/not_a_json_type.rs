use gcs_prot::json_object;

#[json_object]
struct Load {
    #[json("Name")]
    name: u32,
    #[json("Average", omitempty)]
    average: f64,
}

fn main() {}
