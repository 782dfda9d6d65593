using System.Data.Common;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Rows;

/// <summary>Rows of a consultation's tables, read back. Columns and readers stand side by side: their order has to agree.</summary>
internal static class GroupRows
{
    public const string RequestColumns =
        "r.id, r.group_id, r.applicant_id, r.applicant_name, r.hospital, r.department, r.patient_name, r.patient_age, r.patient_sex, "
        + "r.patient_id_number, r.patient_phone, r.complaint, r.purpose, r.specialty, r.urgency, r.capacity";

    /// <summary>The first column behind <see cref="RequestColumns"/>.</summary>
    public const int AfterRequest = 16;

    public const string TokenColumns =
        "id, group_id, person_id, display_name, role, permissions, terminal_kind, single_use, patient_hash, issued_at, expires_at, "
        + "state, issued_by, bound_seat_key_hash, first_used_at, revoked_at";

    public const string ParticipantColumns =
        "group_id, terminal_id, token_id, person_id, display_name, role, permissions, terminal_kind, entered_at, connected_at, left_at, left_reason";

    public const string MessageColumns = "id, sequence, terminal_id, person_id, display_name, text, sent_at";

    public static ConsultationRequest Request(DbDataReader row) => new(
        new RequestId(row.GetString(0)),
        new GroupId(row.GetString(1)),
        new PersonId(row.GetString(2)),
        row.GetString(3),
        row.TextOrNull(4),
        row.TextOrNull(5),
        new Patient(row.GetString(6), row.NumberOrNull(7), row.TextOrNull(8), row.TextOrNull(9), row.TextOrNull(10)),
        row.TextOrNull(11),
        row.GetString(12),
        row.TextOrNull(13),
        row.Word<Urgency>(14),
        row.GetInt32(15));

    public static ConsultationRecord Record(DbDataReader row) => new(
        Request(row),
        row.Word<GroupState>(AfterRequest),
        row.Time(AfterRequest + 1),
        row.TimeOrNull(AfterRequest + 2),
        row.TimeOrNull(AfterRequest + 3),
        row.GetInt32(AfterRequest + 4));

    public static StoredGroup Stored(DbDataReader row) => new(row.GetString(AfterRequest), Request(row), row.GetInt64(AfterRequest + 1));

    public static TokenRecord Token(DbDataReader row) => new(
        new TokenClaims(
            new TokenId(row.GetString(0)),
            new GroupId(row.GetString(1)),
            new PersonId(row.GetString(2)),
            row.GetString(3),
            row.Word<GroupRole>(4),
            row.Word<Permissions>(5),
            row.Word<TerminalKind>(6),
            row.GetBoolean(7),
            row.GetString(8),
            row.Time(9),
            row.Time(10)),
        row.Word<TokenState>(11),
        new PersonId(row.GetString(12)),
        row.TextOrNull(13),
        row.TimeOrNull(14),
        row.TimeOrNull(15));

    public static Participant Participant(DbDataReader row) => new(
        new GroupId(row.GetString(0)),
        new TerminalId(row.GetString(1)),
        new TokenId(row.GetString(2)),
        new PersonId(row.GetString(3)),
        row.GetString(4),
        row.Word<GroupRole>(5),
        row.Word<Permissions>(6),
        row.Word<TerminalKind>(7),
        row.Time(8),
        row.TimeOrNull(9),
        row.TimeOrNull(10),
        row.WordOrNull<LeaveReason>(11));

    public static ChatMessage Message(DbDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        new TerminalId(row.GetString(2)),
        new PersonId(row.GetString(3)),
        row.GetString(4),
        row.GetString(5),
        row.Time(6));
}
