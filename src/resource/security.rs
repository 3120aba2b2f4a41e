//! The policy of a confidential guest.

use crate::json_object;

/// Host -> guest: the policy that a confidential guest enforces. A megabyte and more.
///
/// Reference: `guestresource.ConfidentialOptions`.
#[json_object]
pub struct ConfidentialOptions<'a> {
    /// The kind of policy: `rego`, `standard`, `open_door`.
    #[json("EnforcerType", omitempty)]
    pub enforcer_type: &'a str,
    /// The policy, base64.
    #[json("EncodedSecurityPolicy", omitempty, secret)]
    pub encoded_security_policy: &'a str,
    /// The reference info of the VM's image, a COSE_Sign1 document in base64.
    #[json("EncodedUVMReference", omitempty, secret)]
    pub encoded_uvm_reference: &'a str,
    /// The same as a hash envelope, base64.
    #[json("EncodedUVMHashEnvelopeReference", omitempty, secret)]
    pub encoded_uvm_hash_envelope_reference: &'a str,
}

/// Host -> guest: a further, signed piece of the policy.
///
/// Reference: `guestresource.SecurityPolicyFragment`.
#[json_object]
pub struct SecurityPolicyFragment<'a> {
    /// The fragment, a COSE_Sign1 document in base64.
    #[json("Fragment", omitempty, secret)]
    pub fragment: &'a str,
    /// The fragment's media type.
    #[json("MediaType", omitempty)]
    pub media_type: &'a str,
}
