//! What the compiler says about mistakes in declarations. `TRYBUILD=overwrite` writes the expected messages anew.

#[test]
fn every_mistake_is_reported_where_it_is_made_with_what_to_write() {
    trybuild::TestCases::new().compile_fail("tests/declarations/*.rs");
}
