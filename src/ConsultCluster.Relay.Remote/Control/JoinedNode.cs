using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>A node that has joined, with or without a link. Only the registry changes it, under its lock.</summary>
internal sealed class JoinedNode(string name)
{
    public string Name => name;

    /// <summary>Distinguishes successive processes of the same name.</summary>
    public string Instance { get; set; } = string.Empty;

    /// <summary>Of the relay node's key; null for a server of the cluster.</summary>
    public string? KeyId { get; set; }

    public RelayHome Home { get; set; } = new(name, string.Empty, string.Empty);

    /// <summary>Its relays. The objects survive a reconnect, so groups that observe them need not subscribe again.</summary>
    public Dictionary<RelayId, RemoteRelay> Relays { get; set; } = [];

    /// <summary>Null while disconnected.</summary>
    public NodeLink? Link { get; set; }

    /// <summary>Orders on <see cref="Link"/>.</summary>
    public NodeOrders? Orders { get; set; }

    /// <summary>Timestamp of the last message of the previous link; a current link has its own.</summary>
    public long LastReceivedAt { get; set; }

    /// <summary>Time without a message, not counting time during which this process itself was suspended.</summary>
    public TimeSpan Silence { get; set; }

    /// <summary>True while its relays are in the directory.</summary>
    public bool IsListed { get; set; }

    public bool IsSilent { get; set; }

    public bool IsDraining { get; set; }

    /// <summary>It drains and holds no sessions.</summary>
    public bool IsEmpty { get; set; }

    public RelayState State => IsSilent ? RelayState.Silent : IsDraining ? RelayState.Draining : RelayState.Active;

    /// <summary>Handles a message about relays; false when it is invalid.</summary>
    public bool TryReceive(NodeMessage message) => message switch
    {
        StatusReport report => report.Relays.All(status => Find(status?.RelayId)?.TryReceive(status!) ?? false),
        AnswerMessage answer => Orders?.TryAnswer(answer) ?? true,
        LinkEvent link => Find(link.RelayId)?.TryReceive(link) ?? false,
        EventMessage reported => Find(reported.RelayId)?.TryReceive(reported) ?? false,
        _ => false,
    };

    private RemoteRelay? Find(string? relay) => relay is null ? null : Relays.GetValueOrDefault(new RelayId(relay));
}
