using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Engine.Stores;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>Writes what one turn changed; the caller holds the transaction.</summary>
internal static class SqliteTurnWriter
{
    public static void Write(SqliteConnection db, GroupTurn turn)
    {
        if (turn.Request is { } request)
        {
            WriteRequest(db, request, turn.After.RequestedAt);
        }

        WriteGroup(db, turn);
        foreach (var token in turn.Tokens)
        {
            WriteToken(db, token);
        }

        foreach (var participant in turn.Participants)
        {
            WriteParticipant(db, participant);
        }

        foreach (var message in turn.Messages)
        {
            WriteMessage(db, turn.After, message);
        }

        SqliteAuditChain.Append(db, turn.Audit);
    }

    private static void WriteGroup(SqliteConnection db, GroupTurn turn)
    {
        var sql = turn.ExpectedVersion == 0
            ? """
              INSERT INTO groups (id, request_id, state, sequence, epoch, requested_at, connected_at, closed_at, version, document)
              VALUES ($id, $request, $state, $sequence, $epoch, $requestedAt, $connectedAt, $closedAt, $expected + 1, $document)
              """
            : """
              UPDATE groups SET state = $state, sequence = $sequence, epoch = $epoch, connected_at = $connectedAt, closed_at = $closedAt,
                     version = $expected + 1, document = $document
              WHERE id = $id AND version = $expected AND request_id = $request AND requested_at = $requestedAt
              """;
        var written = db.Execute(
            sql,
            ("$id", turn.After.Group.Value),
            ("$request", turn.After.Request.Value),
            ("$state", SqliteValues.Word(turn.After.State)),
            ("$sequence", turn.After.Sequence),
            ("$epoch", turn.After.Epoch),
            ("$requestedAt", SqliteValues.Text(turn.After.RequestedAt)),
            ("$connectedAt", SqliteValues.Text(turn.After.ConnectedAt)),
            ("$closedAt", SqliteValues.Text(turn.After.ClosedAt)),
            ("$expected", turn.ExpectedVersion),
            ("$document", turn.Document));
        if (written != 1)
        {
            throw new StaleGroupException(turn.After.Group);
        }
    }

    private static void WriteRequest(SqliteConnection db, ConsultationRequest request, DateTimeOffset at) => db.Execute(
        """
        INSERT INTO requests (id, group_id, applicant_id, applicant_name, hospital, department, patient_name, patient_age, patient_sex,
                              patient_id_number, patient_phone, complaint, purpose, specialty, urgency, capacity, requested_at)
        VALUES ($id, $group, $applicant, $applicantName, $hospital, $department, $patientName, $patientAge, $patientSex,
                $patientIdNumber, $patientPhone, $complaint, $purpose, $specialty, $urgency, $capacity, $at)
        """,
        ("$id", request.Id.Value),
        ("$group", request.Group.Value),
        ("$applicant", request.Applicant.Value),
        ("$applicantName", request.ApplicantName),
        ("$hospital", request.Hospital),
        ("$department", request.Department),
        ("$patientName", request.Patient.Name),
        ("$patientAge", request.Patient.Age),
        ("$patientSex", request.Patient.Sex),
        ("$patientIdNumber", request.Patient.IdNumber),
        ("$patientPhone", request.Patient.Phone),
        ("$complaint", request.Complaint),
        ("$purpose", request.Purpose),
        ("$specialty", request.Specialty),
        ("$urgency", SqliteValues.Word(request.Urgency)),
        ("$capacity", request.Capacity),
        ("$at", SqliteValues.Text(at)));

    private static void WriteToken(SqliteConnection db, TokenRecord token) => db.Execute(
        """
        INSERT INTO tokens (id, group_id, person_id, display_name, role, permissions, terminal_kind, single_use, patient_hash, state,
                            issued_by, issued_at, expires_at, bound_seat_key_hash, first_used_at, revoked_at)
        VALUES ($id, $group, $person, $name, $role, $permissions, $kind, $singleUse, $patientHash, $state,
                $issuedBy, $issuedAt, $expiresAt, $bound, $firstUsedAt, $revokedAt)
        ON CONFLICT (id) DO UPDATE SET state = $state, bound_seat_key_hash = $bound, first_used_at = $firstUsedAt, revoked_at = $revokedAt
        """,
        ("$id", token.Claims.Id.Value),
        ("$group", token.Claims.Group.Value),
        ("$person", token.Claims.Person.Value),
        ("$name", token.Claims.DisplayName),
        ("$role", SqliteValues.Word(token.Claims.Role)),
        ("$permissions", SqliteValues.Word(token.Claims.Permissions)),
        ("$kind", SqliteValues.Word(token.Claims.TerminalKind)),
        ("$singleUse", token.Claims.SingleUse),
        ("$patientHash", token.Claims.PatientHash),
        ("$state", SqliteValues.Word(token.State)),
        ("$issuedBy", token.IssuedBy.Value),
        ("$issuedAt", SqliteValues.Text(token.Claims.IssuedAt)),
        ("$expiresAt", SqliteValues.Text(token.Claims.ExpiresAt)),
        ("$bound", token.BoundSeatKeyHash),
        ("$firstUsedAt", SqliteValues.Text(token.FirstUsedAt)),
        ("$revokedAt", SqliteValues.Text(token.RevokedAt)));

    private static void WriteParticipant(SqliteConnection db, Participant stay) => db.Execute(
        """
        INSERT INTO participants (group_id, terminal_id, entered_at, token_id, person_id, display_name, role, permissions, terminal_kind,
                                  connected_at, left_at, left_reason)
        VALUES ($group, $terminal, $enteredAt, $token, $person, $name, $role, $permissions, $kind, $connectedAt, $leftAt, $leftReason)
        ON CONFLICT (group_id, terminal_id, entered_at)
            DO UPDATE SET connected_at = $connectedAt, left_at = $leftAt, left_reason = $leftReason
        """,
        ("$group", stay.Group.Value),
        ("$terminal", stay.Terminal.Value),
        ("$enteredAt", SqliteValues.Text(stay.EnteredAt)),
        ("$token", stay.Token.Value),
        ("$person", stay.Person.Value),
        ("$name", stay.DisplayName),
        ("$role", SqliteValues.Word(stay.Role)),
        ("$permissions", SqliteValues.Word(stay.Permissions)),
        ("$kind", SqliteValues.Word(stay.TerminalKind)),
        ("$connectedAt", SqliteValues.Text(stay.ConnectedAt)),
        ("$leftAt", SqliteValues.Text(stay.LeftAt)),
        ("$leftReason", SqliteValues.Word(stay.LeftReason)));

    private static void WriteMessage(SqliteConnection db, GroupSnapshot group, ChatMessage message) => db.Execute(
        """
        INSERT INTO messages (group_id, terminal_id, id, sequence, person_id, display_name, text, sent_at)
        VALUES ($group, $terminal, $id, $sequence, $person, $name, $text, $sentAt)
        """,
        ("$group", group.Group.Value),
        ("$terminal", message.Terminal.Value),
        ("$id", message.Id),
        ("$sequence", message.Sequence),
        ("$person", message.Person.Value),
        ("$name", message.DisplayName),
        ("$text", message.Text),
        ("$sentAt", SqliteValues.Text(message.SentAt)));
}
