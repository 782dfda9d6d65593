using ConsultCluster.Domain;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Wire;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>The announcement of a node, validated.</summary>
internal sealed record NodeAnnouncement(IReadOnlyDictionary<RelayId, AnnouncedEntry> Relays)
{
    private const int MaxInstance = 64;

    /// <summary>Null when the announcement is malformed.</summary>
    public static NodeAnnouncement? Read(Announce announce, IReadOnlyList<HeldSessionDto> sessions)
    {
        if (!IsLabel(announce.Node, NodeOptions.MaxName)
            || !IsLabel(announce.Instance, MaxInstance)
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
            || RelayWire.Read(session.Slots) is not { } slots)
        {
            return false;
        }

        relay.Sessions[(group, terminal)] = new SessionMirror(session.Sends, session.Receives, slots);
        return true;
    }

    /// <summary>Names share the alphabet of all identifiers, because relay ids are made of them.</summary>
    private static bool IsLabel(string text, int maxLength) => text.Length <= maxLength && RelayId.TryParse(text, out _);
}
