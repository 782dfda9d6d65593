namespace ConsultCluster.Benchmarks.Simulate.Model;

/// <summary>
/// Packets per second that really follow from who is where. A terminal gets all others of its group, or as many as it has slots, at their
/// mean rate: in larger groups the same few are shown to everybody. What is shown goes once to each other relay of the group.
/// </summary>
public static class Traffic
{
    /// <summary>Mean of what a terminal publishes.</summary>
    public const double MeanPackets = 112;

    /// <summary>Others that a terminal gets.</summary>
    public const int Slots = 9;

    /// <summary>Adds a group's packets and sessions to its relays, or takes them off again with -1.</summary>
    /// <param name="relayOf">The relay of an id.</param>
    public static void Add(SimGroup group, int sign, Func<Domain.RelayId, SimRelay> relayOf)
    {
        var total = 0.0;
        var published = new Dictionary<SimRelay, (double Packets, int Terminals)>();
        for (var i = 0; i < group.Terminals.Count; i++)
        {
            var placement = group.Placement.Terminals[i].Placement;
            var (relay, packets) = (relayOf(placement.Relay), group.Terminals[i].Packets);
            var sum = published.GetValueOrDefault(relay);
            published[relay] = (sum.Packets + packets, sum.Terminals + 1);
            total += packets;
            relay.Sessions += sign;
            if (placement.Standby is { } standby)
            {
                relayOf(standby).Sessions += sign;
            }
        }

        var shown = group.Terminals.Count > 1 ? Math.Min(1, (double)Slots / (group.Terminals.Count - 1)) : 0;
        foreach (var (relay, own) in published)
        {
            relay.Packets += sign * ((shown * ((own.Terminals * total) - own.Packets)) + ((published.Count - 1) * shown * own.Packets));
        }
    }
}
