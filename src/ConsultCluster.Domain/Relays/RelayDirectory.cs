using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// The relays of the cluster as one node knows them. Immutable: each change creates a new version, so every decision
/// uses one consistent version. The owner keeps the newest.
/// </summary>
public sealed class RelayDirectory
{
    /// <summary>Idle sessions may send at any moment, but their number must not outweigh the measured load.</summary>
    private const double MaxShareOfSessions = 0.05;

    /// <summary>Number of sessions that counts as half of <see cref="MaxShareOfSessions"/>.</summary>
    private const double SessionsOfHalf = 200;

    private RelayDirectory(long version, ImmutableArray<RelayEntry> relays, RelayLayout layout, RelayMesh mesh)
    {
        (Version, Relays, Layout, Mesh) = (version, relays, layout, mesh);
        (Shares, PerPacket) = (new double[relays.Length], new double[relays.Length]);
        var (sum, active) = (0.0, 0);
        for (var i = 0; i < relays.Length; i++)
        {
            var (relay, sessions) = (relays[i], relays[i].Load.Sessions);
            Shares[i] = relay.Load.Share + (MaxShareOfSessions * sessions / (sessions + SessionsOfHalf));
            PerPacket[i] = 1 / relay.FullCapacity;
            if (relay.State == RelayState.Active)
            {
                (sum, active) = (sum + Shares[i], active + 1);
            }
        }

        MeanShare = active == 0 ? 0 : sum / active;
    }

    /// <summary>Version 0, without relays.</summary>
    public static RelayDirectory Empty { get; } = Made(0, [], []);

    /// <summary>Grows by one with every change.</summary>
    public long Version { get; }

    /// <summary>All relays that joined and were not forgotten, by id.</summary>
    public ImmutableArray<RelayEntry> Relays { get; }

    /// <summary>Numbers of the relays, nodes, machines and regions.</summary>
    internal RelayLayout Layout { get; }

    /// <summary>Measurements between relays.</summary>
    internal RelayMesh Mesh { get; }

    /// <summary>By relay: measured share of its capacity in use, 0 to 1, plus a little for its sessions.</summary>
    internal double[] Shares { get; }

    /// <summary>By relay: share of its capacity per packet/s.</summary>
    internal double[] PerPacket { get; }

    /// <summary>Mean of <see cref="Shares"/> over the active relays.</summary>
    internal double MeanShare { get; }

    /// <summary>The relay; null when unknown.</summary>
    public RelayEntry? Find(RelayId relay) => Layout.IndexOf(relay) is >= 0 and var index ? Relays[index] : null;

    /// <summary>
    /// True when reports of the relay count: it is known, its epoch is this or an older one, and it is not silent.
    /// </summary>
    /// <param name="epoch">Epoch of the reporting node.</param>
    public bool Accepts(RelayId relay, long epoch) =>
        Find(relay) is { } known && epoch >= known.Epoch && known.State != RelayState.Silent;

    /// <summary>
    /// Adds a node with its relays. Joining again with the same epoch is not an error and keeps their loads and states.
    /// A node that was declared silent while it was suspended is refused until it joins with a higher epoch, and
    /// without sessions.
    /// </summary>
    public Outcome<RelayDirectory> Join(IReadOnlyCollection<RelayEntry> node)
    {
        var relays = Relays.ToDictionary(relay => relay.Relay);
        foreach (var joining in node)
        {
            var known = relays.GetValueOrDefault(joining.Relay);
            if (known is not null && (joining.Epoch < known.Epoch || (joining.Epoch == known.Epoch && known.State == RelayState.Silent)))
            {
                return Outcome<RelayDirectory>.Refuse(
                    RefusalCodes.RelayStaleEpoch,
                    $"Relay {joining.Relay} of epoch {joining.Epoch} was declared silent. Its node must close its sessions and join with an epoch above {known.Epoch}.");
            }

            relays[joining.Relay] = known is not null && joining.Epoch == known.Epoch
                ? joining with { State = known.State, Load = known.Load }
                : joining;
        }

        // Relays of an earlier epoch of the node.
        var epochs = node.GroupBy(relay => relay.Node).ToDictionary(relays => relays.Key, relays => relays.Max(relay => relay.Epoch));
        var left = relays.Values.Where(relay => relay.Epoch >= epochs.GetValueOrDefault(relay.Node, relay.Epoch));
        return Made(Version + 1, left, Mesh.Links);
    }

    /// <summary>Applies load reports; ignores those of unknown or silent relays and older epochs.</summary>
    public RelayDirectory Report(IReadOnlyCollection<LoadReport> reports)
    {
        var relays = Relays.ToBuilder();
        foreach (var report in reports)
        {
            var index = Layout.IndexOf(report.Relay);
            if (index >= 0 && Accepts(report.Relay, report.Epoch))
            {
                relays[index] = relays[index] with { Load = report.Load };
            }
        }

        return new RelayDirectory(Version + 1, relays.MoveToImmutable(), Layout, Mesh);
    }

    /// <summary>Replaces all measurements between relays.</summary>
    public RelayDirectory Measure(ImmutableArray<RelayLink> links) => new(Version + 1, Relays, Layout, new RelayMesh(Layout, links));

    /// <summary>Sets the state of relays. A silent relay stays silent until the next <see cref="Join"/>.</summary>
    public RelayDirectory Mark(IReadOnlyCollection<RelayId> relays, RelayState state)
    {
        var marked = Relays.ToBuilder();
        foreach (var relay in relays)
        {
            var index = Layout.IndexOf(relay);
            if (index >= 0 && marked[index].State != RelayState.Silent)
            {
                marked[index] = marked[index] with { State = state };
            }
        }

        return new RelayDirectory(Version + 1, marked.MoveToImmutable(), Layout, Mesh);
    }

    /// <summary>Removes a node's relays and forgets its epoch: only when it cannot come back.</summary>
    public RelayDirectory Forget(NodeId node) => Made(Version + 1, Relays.Where(relay => relay.Node != node), Mesh.Links);

    private static RelayDirectory Made(long version, IEnumerable<RelayEntry> relays, ImmutableArray<RelayLink> links)
    {
        ImmutableArray<RelayEntry> sorted = [.. relays.OrderBy(relay => relay.Relay.Value, StringComparer.Ordinal)];
        var layout = new RelayLayout(sorted);
        return new RelayDirectory(version, sorted, layout, new RelayMesh(layout, links));
    }
}
