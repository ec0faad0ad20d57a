//! Every statement that is sent, each alone: one round trip, one transaction.

/// A statement. Its text is all there is to it: the logic stands in the schema's functions, whose
/// plans the server keeps for each connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    Ask,
    Revoke,
    RevokeSubject,
    Consume,
    Enroll,
    Families,
    Head,
    BeginEpoch,
    Position,
    Tokens,
    Subjects,
    Follow,
    Expire,
    Notify,
}

impl Call {
    pub(super) const ALL: usize = 14;

    pub(super) const fn sql(self) -> &'static str {
        match self {
            Self::Ask => "SELECT * FROM paseto.ask($1, $2, $3, $4, $5, $6, $7, $8)",
            Self::Revoke => "SELECT * FROM paseto.revoke($1, $2, $3, $4, $5, $6)",
            Self::RevokeSubject => "SELECT * FROM paseto.revoke_subject($1, $2, $3, $4, $5, $6)",
            Self::Consume => {
                "SELECT * FROM paseto.consume($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
                 $13, $14, $15, $16, $17, $18, $19)"
            }
            Self::Enroll => "SELECT * FROM paseto.enroll($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            Self::Families => "SELECT * FROM paseto.families($1, $2, $3)",
            Self::Head => "SELECT epoch, changes FROM paseto.head($1)",
            Self::BeginEpoch => "SELECT * FROM paseto.begin_epoch($1, $2, $3)",
            Self::Position => "SELECT * FROM paseto.position($1)",
            Self::Tokens => {
                "SELECT t.id, t.expires FROM paseto.token t \
                 WHERE t.space = (SELECT s.id FROM paseto.space s WHERE s.name = $1) \
                 AND t.id > $2 ORDER BY t.id LIMIT $3"
            }
            Self::Subjects => {
                "SELECT t.id, t.expires, t.before FROM paseto.subject t \
                 WHERE t.space = (SELECT s.id FROM paseto.space s WHERE s.name = $1) \
                 AND t.id > $2 ORDER BY t.id LIMIT $3"
            }
            Self::Follow => "SELECT * FROM paseto.follow($1, $2, $3)",
            Self::Expire => "SELECT paseto.expire($1)",
            Self::Notify => "SELECT pg_notify($1, $2)",
        }
    }
}
