using ConsultCluster.Contracts.Nodes;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Server.Nodes.Control;

/// <summary>A node that has joined, with and without a link. Only the registry changes it, under its lock.</summary>
internal sealed class JoinedNode(string name)
{
    public string Name => name;

    /// <summary>Which process of that name.</summary>
    public string Instance { get; set; } = string.Empty;

    public RelayHome Home { get; set; } = new(name, string.Empty, string.Empty);

    /// <summary>Its relays; they stay the same objects when the node comes back, so that groups that observe them go on.</summary>
    public Dictionary<RelayId, RemoteRelay> Relays { get; set; } = [];

    /// <summary>Null while there is none.</summary>
    public NodeLink? Link { get; set; }

    /// <summary>Orders on <see cref="Link"/>.</summary>
    public NodeOrders? Orders { get; set; }

    /// <summary>Timestamp of the moment at which the last link was heard last; while there is a link, that one knows.</summary>
    public long HeardAt { get; set; }

    /// <summary>How long it has been silent while this process was awake to hear it.</summary>
    public TimeSpan Silence { get; set; }

    /// <summary>True until it has left.</summary>
    public bool IsListed { get; set; }

    public bool IsSilent { get; set; }

    public bool IsDraining { get; set; }

    /// <summary>It drains and holds no session any more.</summary>
    public bool IsEmpty { get; set; }

    public RelayState State => IsSilent ? RelayState.Silent : IsDraining ? RelayState.Draining : RelayState.Active;

    /// <summary>Takes one of the messages that concern relays; false when it says what it must not.</summary>
    public bool TryHear(NodeMessage message) => message switch
    {
        StatusReport report => report.Relays.All(status => Find(status?.RelayId)?.TryHear(status!) ?? false),
        AnswerMessage answer => Orders?.TryAnswer(answer) ?? true,
        LinkEvent link => Find(link.RelayId)?.TryHear(link) ?? false,
        EventMessage reported => Find(reported.RelayId)?.TryHear(reported) ?? false,
        _ => false,
    };

    private RemoteRelay? Find(string? relay) => relay is null ? null : Relays.GetValueOrDefault(new RelayId(relay));
}
