using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Rows;

/// <summary>The statements that write one turn, apart from its audit.</summary>
internal static class TurnRows
{
    /// <summary>Null unless the turn records the request. Comes before <see cref="Group"/>, which refers to it.</summary>
    public static Statement? Request(GroupTurn turn) => turn.Request is { } request ? Request(request, turn.After.RequestedAt) : null;

    /// <summary>Changes one row, or none when somebody else has saved the group.</summary>
    public static Statement Group(GroupTurn turn) => new(
        turn.ExpectedVersion == 0
            ? """
              INSERT INTO groups (id, request_id, state, sequence, epoch, requested_at, connected_at, closed_at, version, document)
              VALUES (@id, @request, @state, @sequence, @epoch, @requestedAt, @connectedAt, @closedAt, @expected + 1, @document)
              """
            : """
              UPDATE groups SET state = @state, sequence = @sequence, epoch = @epoch, connected_at = @connectedAt, closed_at = @closedAt,
                     version = @expected + 1, document = @document
              WHERE id = @id AND version = @expected AND request_id = @request AND requested_at = @requestedAt
              """,
        ("@id", turn.After.Group.Value),
        ("@request", turn.After.Request.Value),
        ("@state", Words.Of(turn.After.State)),
        ("@sequence", turn.After.Sequence),
        ("@epoch", turn.After.Epoch),
        ("@requestedAt", turn.After.RequestedAt),
        ("@connectedAt", turn.After.ConnectedAt),
        ("@closedAt", turn.After.ClosedAt),
        ("@expected", turn.ExpectedVersion),
        ("@document", turn.Document));

    /// <summary>Tokens, stays and messages, in the order in which they refer to each other.</summary>
    public static IEnumerable<Statement> Rest(GroupTurn turn) =>
        turn.Tokens.Select(Token)
            .Concat(turn.Participants.Select(Participant))
            .Concat(turn.Messages.Select(message => Message(turn.After, message)));

    private static Statement Request(ConsultationRequest request, DateTimeOffset at) => new(
        """
        INSERT INTO requests (id, group_id, applicant_id, applicant_name, hospital, department, patient_name, patient_age, patient_sex,
                              patient_id_number, patient_phone, complaint, purpose, specialty, urgency, capacity, requested_at)
        VALUES (@id, @group, @applicant, @applicantName, @hospital, @department, @patientName, @patientAge, @patientSex,
                @patientIdNumber, @patientPhone, @complaint, @purpose, @specialty, @urgency, @capacity, @at)
        """,
        ("@id", request.Id.Value),
        ("@group", request.Group.Value),
        ("@applicant", request.Applicant.Value),
        ("@applicantName", request.ApplicantName),
        ("@hospital", request.Hospital),
        ("@department", request.Department),
        ("@patientName", request.Patient.Name),
        ("@patientAge", request.Patient.Age),
        ("@patientSex", request.Patient.Sex),
        ("@patientIdNumber", request.Patient.IdNumber),
        ("@patientPhone", request.Patient.Phone),
        ("@complaint", request.Complaint),
        ("@purpose", request.Purpose),
        ("@specialty", request.Specialty),
        ("@urgency", Words.Of(request.Urgency)),
        ("@capacity", request.Capacity),
        ("@at", at));

    private static Statement Token(TokenRecord token) => new(
        """
        INSERT INTO tokens (id, group_id, person_id, display_name, role, permissions, terminal_kind, single_use, patient_hash, state,
                            issued_by, issued_at, expires_at, bound_seat_key_hash, first_used_at, revoked_at)
        VALUES (@id, @group, @person, @name, @role, @permissions, @kind, @singleUse, @patientHash, @state,
                @issuedBy, @issuedAt, @expiresAt, @bound, @firstUsedAt, @revokedAt)
        ON CONFLICT (id) DO UPDATE SET state = @state, bound_seat_key_hash = @bound, first_used_at = @firstUsedAt, revoked_at = @revokedAt
        """,
        ("@id", token.Claims.Id.Value),
        ("@group", token.Claims.Group.Value),
        ("@person", token.Claims.Person.Value),
        ("@name", token.Claims.DisplayName),
        ("@role", Words.Of(token.Claims.Role)),
        ("@permissions", Words.Of(token.Claims.Permissions)),
        ("@kind", Words.Of(token.Claims.TerminalKind)),
        ("@singleUse", token.Claims.SingleUse),
        ("@patientHash", token.Claims.PatientHash),
        ("@state", Words.Of(token.State)),
        ("@issuedBy", token.IssuedBy.Value),
        ("@issuedAt", token.Claims.IssuedAt),
        ("@expiresAt", token.Claims.ExpiresAt),
        ("@bound", token.BoundSeatKeyHash),
        ("@firstUsedAt", token.FirstUsedAt),
        ("@revokedAt", token.RevokedAt));

    private static Statement Participant(Participant stay) => new(
        """
        INSERT INTO participants (group_id, terminal_id, entered_at, token_id, person_id, display_name, role, permissions, terminal_kind,
                                  connected_at, left_at, left_reason)
        VALUES (@group, @terminal, @enteredAt, @token, @person, @name, @role, @permissions, @kind, @connectedAt, @leftAt, @leftReason)
        ON CONFLICT (group_id, terminal_id, entered_at)
            DO UPDATE SET connected_at = @connectedAt, left_at = @leftAt, left_reason = @leftReason
        """,
        ("@group", stay.Group.Value),
        ("@terminal", stay.Terminal.Value),
        ("@enteredAt", stay.EnteredAt),
        ("@token", stay.Token.Value),
        ("@person", stay.Person.Value),
        ("@name", stay.DisplayName),
        ("@role", Words.Of(stay.Role)),
        ("@permissions", Words.Of(stay.Permissions)),
        ("@kind", Words.Of(stay.TerminalKind)),
        ("@connectedAt", stay.ConnectedAt),
        ("@leftAt", stay.LeftAt),
        ("@leftReason", Words.Of(stay.LeftReason)));

    private static Statement Message(GroupSnapshot group, ChatMessage message) => new(
        """
        INSERT INTO messages (group_id, terminal_id, id, sequence, person_id, display_name, text, sent_at)
        VALUES (@group, @terminal, @id, @sequence, @person, @name, @text, @sentAt)
        """,
        ("@group", group.Group.Value),
        ("@terminal", message.Terminal.Value),
        ("@id", message.Id),
        ("@sequence", message.Sequence),
        ("@person", message.Person.Value),
        ("@name", message.DisplayName),
        ("@text", message.Text),
        ("@sentAt", message.SentAt));
}
