//! With which code and reason a socket is closed.

use std::io::ErrorKind;

use actix_ws::{CloseCode, CloseReason, ProtocolError};

use super::life::End;
use crate::error::Rejection;
use crate::revocation::StoreError;

impl End {
    /// `None` where a side has closed it already.
    pub(super) fn reason(self) -> Option<CloseReason> {
        let (code, text) = match self {
            Self::Expired => (CloseCode::Policy, "token expired"),
            Self::Revoked => (CloseCode::Policy, "token revoked"),
            Self::Unavailable => (CloseCode::Again, "revocation state unavailable"),
            Self::Closed => return None,
        };
        Some(CloseReason { code, description: Some(text.to_owned()) })
    }
}

/// Of a token that came too late to prolong the socket.
impl From<End> for Rejection {
    fn from(end: End) -> Self {
        match end {
            End::Expired | End::Closed => Self::Expired,
            End::Revoked => Self::Revoked,
            End::Unavailable => Self::StoreUnavailable(Box::new(StoreError::TimedOut)),
        }
    }
}

/// RFC 6455 §7.4.1. Too long a message of several fragments comes as an I/O error, as text does that
/// is not UTF-8; a connection that is gone hears neither.
pub(super) fn of_protocol(error: &ProtocolError) -> CloseCode {
    match error {
        ProtocolError::Overflow => CloseCode::Size,
        ProtocolError::Io(cause) if cause.kind() == ErrorKind::InvalidData => CloseCode::Invalid,
        ProtocolError::Io(_) => CloseCode::Size,
        ProtocolError::UnmaskedFrame
        | ProtocolError::MaskedFrame
        | ProtocolError::InvalidOpcode(_)
        | ProtocolError::InvalidLength(_)
        | ProtocolError::BadOpCode
        | ProtocolError::ContinuationNotStarted
        | ProtocolError::ContinuationStarted
        | ProtocolError::ContinuationFragment(_) => CloseCode::Protocol,
    }
}
