using System.Collections.Immutable;
using System.Text.Json;
using ConsultCluster.Domain.Audit;

namespace ConsultCluster.Domain.Nodes;

/// <summary>
/// Who may join as a relay node. A key that an administrator approved, or that came with a one-time code or the shared node key, is
/// enrolled under one name. Neither code nor node key give anybody the name of a node that is enrolled.
/// </summary>
public static class Enrolment
{
    /// <summary>Enrolled with a one-time code.</summary>
    public const string ViaCode = "code";

    /// <summary>Enrolled by an administrator's approval.</summary>
    public const string ViaApproval = "approval";

    /// <summary>Decides about a node that has proved its key.</summary>
    public static BookChange Ask(NodeBook book, NodeRequest request, EnrolmentRules rules, DateTimeOffset now)
    {
        var known = book.Find(request.KeyId);
        if (known?.State == EnrolmentState.Revoked)
        {
            return new(book, [], EnrolmentAnswer.Revoked);
        }

        if (known?.State == EnrolmentState.Enrolled)
        {
            return string.Equals(known.Node, request.Node, StringComparison.Ordinal)
                ? Join(book, known, request, now)
                : new(book, [], EnrolmentAnswer.OtherName);
        }

        if (book.Enrolled(request.Node) is not null)
        {
            return new(book, [], EnrolmentAnswer.NameTaken);
        }

        book = Tidy(book, now);
        if (string.Equals(request.Via, ViaCode, StringComparison.Ordinal))
        {
            return book.FindCode(request.CodeId ?? string.Empty) is { } code && code.IsValid(now) && HasRoom(book)
                ? Enrol(book.With(code with { UsedBy = request.KeyId }), request, now)
                : new(book, [], EnrolmentAnswer.CodeInvalid);
        }

        var hasKey = request.Via.Length > 0;
        return hasKey && HasRoom(book) && !book.IsClosed(request.Via) && book.CountVia(request.Via, now) < rules.KeyLimit
            ? Enrol(book, request, now)
            : Wait(book, known, request, rules, now, hasKey ? EnrolmentAnswer.WaitingKeyUsedUp : EnrolmentAnswer.Waiting);
    }

    /// <summary>Nodes of the shared node key that are joined stay in the book; nothing changes while that was noted lately.</summary>
    public static BookChange Touch(NodeBook book, IReadOnlySet<string> joined, DateTimeOffset now)
    {
        foreach (var node in book.Nodes.Where(node => joined.Contains(node.KeyId) && IsUntouched(node, now)).ToArray())
        {
            book = book.With(node with { AskedAt = now });
        }

        return new(book, [], EnrolmentAnswer.Done);
    }

    /// <summary>True for a node of the shared node key that will be forgotten unless it is noted that it is there.</summary>
    public static bool IsUntouched(KnownNode node, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(node);
        return IsOfNodeKey(node) && now - node.AskedAt > EnrolmentRules.SeenResolution;
    }

    /// <summary>Enrols a waiting node.</summary>
    public static BookChange Approve(NodeBook book, string keyId, PersonId by, string from, DateTimeOffset now)
    {
        if (book.Find(keyId) is not { State: EnrolmentState.Waiting } node)
        {
            return new(book, [], EnrolmentAnswer.Unknown);
        }

        if (book.Enrolled(node.Node) is not null)
        {
            return new(book, [], EnrolmentAnswer.NameTaken);
        }

        var enrolled = node with { State = EnrolmentState.Enrolled, Via = ViaApproval, DecidedAt = now, DecidedBy = by.Value };
        return HasRoom(book)
            ? new(book.With(enrolled), [Audit(enrolled, AuditActions.NodeEnrolled, by, from, now)], EnrolmentAnswer.Done)
            : new(book, [], EnrolmentAnswer.Full);
    }

    /// <summary>Revokes a node for good, or refuses one that waits. Doing it twice is not an error.</summary>
    public static BookChange Revoke(NodeBook book, string keyId, PersonId by, string from, DateTimeOffset now)
    {
        if (book.Find(keyId) is not { } node)
        {
            return new(book, [], EnrolmentAnswer.Unknown);
        }

        if (node.State == EnrolmentState.Revoked)
        {
            return new(book, [], EnrolmentAnswer.Done);
        }

        var revoked = node with { State = EnrolmentState.Revoked, DecidedAt = now, DecidedBy = by.Value };
        var action = node.State == EnrolmentState.Waiting ? AuditActions.NodeRejected : AuditActions.NodeRevoked;
        return new(book.With(revoked), [Audit(revoked, action, by, from, now)], EnrolmentAnswer.Done);
    }

    /// <summary>Adds a code; refused while too many are unused.</summary>
    public static BookChange AddCode(NodeBook book, JoinCode code, string from)
    {
        ArgumentNullException.ThrowIfNull(code);
        book = Tidy(book, code.CreatedAt);
        var audit = new AuditEntry(code.CreatedAt, null, code.CreatedBy, from, AuditActions.JoinCodeCreated, JsonSerializer.Serialize(new { code = code.Id, expiresAt = code.ExpiresAt }));
        return book.Codes.Count(one => one.UsedBy is null) < EnrolmentRules.MaxCodes
            ? new(book.With(code), [audit], EnrolmentAnswer.Done)
            : new(book, [], EnrolmentAnswer.Full);
    }

    /// <summary>An enrolled node joins; on record once per start of its process, with the certificates that its key vouches for.</summary>
    private static BookChange Join(NodeBook book, KnownNode known, NodeRequest request, DateTimeOffset now)
    {
        if (string.Equals(known.Instance, request.Instance, StringComparison.Ordinal) && known.Fingerprints.SequenceEqual(request.Fingerprints))
        {
            return new(book, [], EnrolmentAnswer.Done);
        }

        var joined = known with { Instance = request.Instance, Fingerprints = request.Fingerprints, Address = request.Address, Network = request.Network, AskedAt = now };
        return new(book.With(joined), [Audit(joined, AuditActions.NodeJoined, System, request.Address, now)], EnrolmentAnswer.Done);
    }

    private static BookChange Enrol(NodeBook book, NodeRequest request, DateTimeOffset now)
    {
        var node = Waiting(request, now) with { State = EnrolmentState.Enrolled, Via = request.Via, DecidedAt = now, DecidedBy = AuditEntry.System };
        return new(book.With(node), [Audit(node, AuditActions.NodeEnrolled, System, request.Address, now)], EnrolmentAnswer.Done);
    }

    private static BookChange Wait(NodeBook book, KnownNode? known, NodeRequest request, EnrolmentRules rules, DateTimeOffset now, EnrolmentAnswer answer)
    {
        // Another name within the minute is not written either: strangers ask as often as they like.
        if (known is not null && now - known.AskedAt < EnrolmentRules.AskedResolution)
        {
            return new(book, [], answer);
        }

        var others = book.Nodes.Where(node => node.State == EnrolmentState.Waiting && node.KeyId != request.KeyId).ToArray();
        if (others.Length >= rules.MaxWaiting || others.Count(node => node.Network == request.Network) >= EnrolmentRules.MaxWaitingPerNetwork)
        {
            return new(book, [], EnrolmentAnswer.Full);
        }

        var waiting = Waiting(request, now);
        ImmutableArray<AuditEntry> audits = known is null ? [Audit(waiting, AuditActions.NodeWaiting, System, request.Address, now)] : [];
        return new(book.With(waiting), audits, answer);
    }

    private static KnownNode Waiting(NodeRequest request, DateTimeOffset now) => new(
        request.KeyId, request.Node, request.PublicKey, EnrolmentState.Waiting, request.Address, request.Network, string.Empty,
        request.Fingerprints, request.Instance, now, null, string.Empty);

    /// <summary>Drops those that stopped asking, pods that are gone for good, and codes that nobody can use any more.</summary>
    private static NodeBook Tidy(NodeBook book, DateTimeOffset now)
    {
        var nodes = book.Nodes.RemoveAll(node =>
            (node.State == EnrolmentState.Waiting && now - node.AskedAt > EnrolmentRules.WaitingExpiry) || (IsOfNodeKey(node) && now - node.AskedAt > EnrolmentRules.KeyExpiry));
        var codes = book.Codes.RemoveAll(code => !code.IsValid(now));

        // The same book says that there is nothing to write.
        return nodes == book.Nodes && codes == book.Codes ? book : new NodeBook(nodes, codes);
    }

    private static bool IsOfNodeKey(KnownNode node) => node.State == EnrolmentState.Enrolled && node.Via is not ViaCode and not ViaApproval;

    private static bool HasRoom(NodeBook book) => book.Nodes.Count(node => node.State != EnrolmentState.Waiting) < EnrolmentRules.MaxNodes;

    private static PersonId System => new(AuditEntry.System);

    private static AuditEntry Audit(KnownNode node, string action, PersonId by, string from, DateTimeOffset now) => new(
        now, null, by, from, action, JsonSerializer.Serialize(new { node = node.Node, key = node.KeyId, via = node.Via, relays = node.Fingerprints }));
}
