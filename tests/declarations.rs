//! Tests the compiler errors for mistakes in declarations. Run it with `TRYBUILD=overwrite` to update the expected errors.

#[test]
fn every_mistake_is_reported_where_it_is_made_with_what_to_write() {
    trybuild::TestCases::new().compile_fail("tests/declarations/*.rs");
}
