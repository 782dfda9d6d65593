using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Ports.Groups;

namespace ConsultCluster.Server.Whip;

/// <summary>A WHIP or WHEP session: a seat in a group without signalling of its own, which ends with its media.</summary>
/// <param name="id">Random part of the session's address.</param>
/// <param name="token">The token that opened it; only this one may end it.</param>
internal sealed class MediaResource(string id, MediaDirection direction, TokenId token, IConsultationGroup group, Actor actor) : IGroupObserver
{
    private readonly Lock gate = new();
    private volatile Action<MediaResource, bool>? gone;
    private volatile bool over;
    private bool isSeated;
    private bool isAbandoned;

    public string Id => id;

    public MediaDirection Direction => direction;

    public TokenId Token => token;

    public IConsultationGroup Group => group;

    /// <summary>Its person: by the seat, once there is one.</summary>
    public Actor Actor => isSeated ? actor with { Seat = Terminal } : actor;

    /// <summary>Names the ICE session (RFC 9725 §4.3.1); ours never restarts, so it never changes.</summary>
    public string ETag => $"\"{id}\"";

    /// <summary>The seat; set once the group let it in.</summary>
    public TerminalId Terminal { get; private set; }

    /// <summary>Its media is all the signalling there is: while that goes on, the terminal is there, whatever became of the group's process.</summary>
    public IReadOnlyCollection<TerminalId> Present => over ? [] : [Terminal];

    /// <summary>The group did not let it in.</summary>
    public bool IsRefused { get; set; }

    /// <summary>The session will not open.</summary>
    public bool IsAbandoned
    {
        get
        {
            lock (gate)
            {
                return isAbandoned;
            }
        }
    }

    /// <summary>The group let it in; false when the session was abandoned before.</summary>
    public bool TrySeat(TerminalId terminal)
    {
        lock (gate)
        {
            Terminal = terminal;
            isSeated = true;
            return !isAbandoned;
        }
    }

    /// <summary>The session will not open; true when it has a seat to give up.</summary>
    public bool Abandon()
    {
        lock (gate)
        {
            over = true;
            isAbandoned = true;
            return isSeated;
        }
    }

    /// <summary>Calls back once when the session has ended by itself; the flag says that its seat is still to be left.</summary>
    public void WhenGone(Action<MediaResource, bool> callback) => gone = callback;

    /// <inheritdoc/>
    public void OnEvent(GroupEvent groupEvent)
    {
        switch (groupEvent)
        {
            case MemberMediaLost lost when lost.Terminal == Terminal:
            case MemberReconnecting reconnecting when reconnecting.Terminal == Terminal:
                End(seated: true);
                break;
            case MemberLeft left when left.Terminal == Terminal:
            case GroupEnded:
            case EventsMissed missed when missed.Snapshot.Members.All(member => member.Terminal != Terminal):
                End(seated: false);
                break;
        }
    }

    /// <inheritdoc/>
    public void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots)
    {
        // A player shows what arrives; it has no place for names.
    }

    private void End(bool seated)
    {
        over = true;
        gone?.Invoke(this, seated);
    }
}
