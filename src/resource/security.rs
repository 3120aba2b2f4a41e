//! The security policy of a confidential guest.

use crate::json_object;

/// Host -> guest: the security policy that a confidential guest enforces. It can exceed 1 MiB.
///
/// Reference: `guestresource.ConfidentialOptions`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct ConfidentialOptions<'a> {
    /// The kind of policy enforcer: `rego`, `standard` or `open_door`.
    #[json("EnforcerType", omitempty)]
    pub enforcer_type: &'a str,
    /// The policy, in base64.
    #[json("EncodedSecurityPolicy", omitempty, secret)]
    pub encoded_security_policy: &'a str,
    /// The reference information about the image of the VM: a COSE_Sign1 document in base64.
    #[json("EncodedUVMReference", omitempty, secret)]
    pub encoded_uvm_reference: &'a str,
    /// The same reference information as a hash envelope, in base64.
    #[json("EncodedUVMHashEnvelopeReference", omitempty, secret)]
    pub encoded_uvm_hash_envelope_reference: &'a str,
}

/// Host -> guest: a signed fragment that extends the security policy.
///
/// Reference: `guestresource.SecurityPolicyFragment`.
#[json_object]
#[derive(Copy, Eq, Hash)]
pub struct SecurityPolicyFragment<'a> {
    /// The fragment: a COSE_Sign1 document in base64.
    #[json("Fragment", omitempty, secret)]
    pub fragment: &'a str,
    /// The media type of the fragment.
    #[json("MediaType", omitempty)]
    pub media_type: &'a str,
}
