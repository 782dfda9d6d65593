using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>Builds one decision: the state and effects so far. Lives for one call.</summary>
internal sealed class DecisionBuilder(Group group, DateTimeOffset now)
{
    private static readonly JsonSerializerOptions DetailFormat = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ImmutableArray<GroupEffect>.Builder _effects = ImmutableArray.CreateBuilder<GroupEffect>();
    private bool _mustSave;

    public DateTimeOffset Now { get; } = now;

    public Group Group { get; set; } = group;

    public Decision<T> Done<T>(T answer)
        where T : class => new(Group, _effects.ToImmutable(), _mustSave, answer);

    public Decision<GroupSnapshot> DoneWithSnapshot() => new(Group, _effects.ToImmutable(), _mustSave, Group.Snapshot());

    /// <summary>The state must be saved even if no effect requires it.</summary>
    public void MustSave() => _mustSave = true;

    public void Raise(Func<long, GroupEvent> make)
    {
        Group = Group with { Sequence = Group.Sequence + 1 };
        Add(new EventRaised(make(Group.Sequence)));
    }

    /// <summary>
    /// Adds an order to a relay. It is executed even when the state cannot be saved: media must not wait for the
    /// database.
    /// </summary>
    public void Order(GroupEffect effect) => _effects.Add(effect);

    public void Audit(Actor by, string action, params ReadOnlySpan<(string Key, JsonNode? Value)> detail) =>
        Audit(by.Person, by.From, action, detail);

    public void AuditSystem(string action, params ReadOnlySpan<(string Key, JsonNode? Value)> detail) =>
        Audit(new PersonId(AuditEntry.System), AuditEntry.System, action, detail);

    public void Audit(PersonId by, string from, string action, params ReadOnlySpan<(string Key, JsonNode? Value)> detail)
    {
        var json = new JsonObject();
        foreach (var (key, value) in detail)
        {
            json[key] = value;
        }

        Add(new AuditWritten(new AuditEntry(Now, Group.Id, by, from, action, json.ToJsonString(DetailFormat))));
    }

    public void Add(GroupEffect effect)
    {
        _effects.Add(effect);
        _mustSave = true;
    }

    /// <summary>Replaces the terminal's seat without an event.</summary>
    public void ReplaceSeat(SeatState seat)
    {
        var at = IndexOf(seat.Terminal);
        Group = Group with { Seats = Group.Seats.SetItem(at, seat) };
    }

    public void AddSeat(SeatState seat) => Group = Group with { Seats = Group.Seats.Add(seat) };

    public void RemoveSeat(TerminalId terminal)
    {
        var at = IndexOf(terminal);
        var token = Group.Seats[at].Member.Token;
        var seats = Group.Seats.RemoveAt(at);
        Group = Group with { Seats = seats, EmptySince = seats.IsEmpty ? Now : Group.EmptySince };
        ClearAnnounced(terminal);
        if (Group.TokenOf(token) is { } record)
        {
            Group = Group with { Tokens = Group.Tokens.Replace(record, record with { LeftAt = Now }) };
        }
    }

    /// <summary>Marks the terminal as not connected; when it is connected again, a new notice is sent.</summary>
    public void ClearAnnounced(TerminalId terminal) => Group = Group with { Announced = Group.Announced.Remove(terminal) };

    public void WriteToken(TokenRecord token)
    {
        var known = Group.TokenOf(token.Claims.Id);
        Group = Group with { Tokens = known is null ? Group.Tokens.Add(token) : Group.Tokens.Replace(known, token) };
        Add(new TokenChanged(token));
    }

    public void WriteStay(Member member, LeaveReason? left = null) =>
        Add(new ParticipantChanged(new Participant(
            Group.Id,
            member.Terminal,
            member.Token,
            member.Person,
            member.DisplayName,
            member.Role,
            member.Permissions,
            member.TerminalKind,
            member.EnteredAt,
            member.ConnectedAt,
            left is null ? null : Now,
            left)));

    private int IndexOf(TerminalId terminal)
    {
        for (var i = 0; i < Group.Seats.Length; i++)
        {
            if (Group.Seats[i].Terminal == terminal)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"Terminal {terminal} has no seat.");
    }
}
