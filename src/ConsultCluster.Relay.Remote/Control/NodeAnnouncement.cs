using ConsultCluster.Domain;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Wire;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>The announcement of a node, validated.</summary>
internal sealed record NodeAnnouncement(IReadOnlyDictionary<RelayId, AnnouncedEntry> Relays)
{
    private const int MaxInstance = 64;

    /// <summary>True for a name that a node may have.</summary>
    public static bool IsName(string? text) => text is not null && IsLabel(text, NodeOptions.MaxName);

    /// <summary>True for an instance of a process.</summary>
    public static bool IsInstance(string? text) => text is not null && IsLabel(text, MaxInstance);

    /// <summary>True for a relay id that no other node can have: its name, a dash and a number.</summary>
    public static bool IsRelayOf(string node, string? relay) =>
        relay is not null && RelayId.TryParse(relay, out _) && relay.Length > node.Length + 1 && relay.StartsWith(node + "-", StringComparison.Ordinal)
        && relay.AsSpan(node.Length + 1).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Null when the announcement is malformed, or is not what the node's key vouched for.</summary>
    public static NodeAnnouncement? Read(Announce announce, IReadOnlyList<HeldSessionDto> sessions, ProvenPeer peer)
    {
        if (!IsName(announce.Node)
            || !IsInstance(announce.Instance)
            || !IsVouchedFor(announce, peer)
            || !IsLabel(announce.Machine, MaxInstance)
            || (announce.Region.Length > 0 && !IsLabel(announce.Region, NodeOptions.MaxRegion))
            || announce.Relays.Count is 0 or > NodeProtocol.MaxRelays)
        {
            return null;
        }

        var relays = new Dictionary<RelayId, AnnouncedEntry>();
        foreach (var relay in announce.Relays)
        {
            if (relay is null
                || !RelayId.TryParse(relay.RelayId, out var id)
                || LinkWire.Read(relay.EndPoints) is not { } addresses
                || LinkWire.Read(relay.Status.Links) is null
                || !relays.TryAdd(id, new AnnouncedEntry(addresses, relay.Status, [])))
            {
                return null;
            }
        }

        return sessions.All(session => session is not null && TryAdd(relays, session)) ? new NodeAnnouncement(relays) : null;
    }

    private static bool TryAdd(Dictionary<RelayId, AnnouncedEntry> relays, HeldSessionDto session)
    {
        if (!relays.TryGetValue(new RelayId(session.RelayId), out var relay)
            || !RelayWire.TryRead(session.GroupId, session.TerminalId, out var group, out var terminal)
            || RelayWire.Read(session.Slots) is not { } slots
            || RelayWire.Read(session.Undecodable) is not { } undecodable)
        {
            return false;
        }

        relay.Sessions[(group, terminal)] = new SessionMirror(session.Sends, session.Receives, slots, undecodable);
        return true;
    }

    /// <summary>A server may call itself and its relays anything; a relay node only what its key has signed.</summary>
    private static bool IsVouchedFor(Announce announce, ProvenPeer peer) => peer.IsServer
        || (string.Equals(announce.Node, peer.Node, StringComparison.Ordinal)
            && string.Equals(announce.Instance, peer.Instance, StringComparison.Ordinal)
            && announce.Relays.Count == peer.Fingerprints.Count
            && announce.Relays.All(relay => relay?.RelayId is { } id && peer.Fingerprints.ContainsKey(id)));

    /// <summary>Names share the alphabet of all identifiers, because relay ids are made of them.</summary>
    private static bool IsLabel(string text, int maxLength) => text.Length <= maxLength && RelayId.TryParse(text, out _);
}
