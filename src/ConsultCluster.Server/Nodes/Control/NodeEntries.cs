using ConsultCluster.Contracts.Nodes;
using ConsultCluster.Domain;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Server.Nodes.Control;

/// <summary>What a node announced, checked.</summary>
internal sealed record NodeEntries(IReadOnlyDictionary<RelayId, AnnouncedEntry> Relays)
{
    private const int MaxInstance = 64;

    /// <summary>Null when it is nothing that a node of ours says.</summary>
    public static NodeEntries? Read(Announce announce, IReadOnlyList<HeldSessionDto> sessions)
    {
        if (!IsLabel(announce.Node, ServerOptions.MaxNodeName)
            || !IsLabel(announce.Instance, MaxInstance)
            || !IsLabel(announce.Machine, MaxInstance)
            || (announce.Region.Length > 0 && !IsLabel(announce.Region, ServerOptions.MaxRegion))
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

        return sessions.All(session => session is not null && TryAdd(relays, session)) ? new NodeEntries(relays) : null;
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
