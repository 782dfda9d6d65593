using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// The relays of the cluster as one node knows them: immutable, each change is a new version. The owner keeps the newest and gives it to
/// whoever decides; decisions about one version never see half of another.
/// </summary>
public sealed class RelayDirectory
{
    /// <summary>Silent sessions may speak at any moment, but however many there are, they must not outweigh what is measured.</summary>
    private const double MaxShareOfSessions = 0.05;

    /// <summary>Sessions that count half of <see cref="MaxShareOfSessions"/>.</summary>
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

    /// <summary>Without any relay, version 0.</summary>
    public static RelayDirectory Empty { get; } = Made(0, [], []);

    /// <summary>Grows by one with every change.</summary>
    public long Version { get; }

    /// <summary>All that joined and were not forgotten, in the order of their ids.</summary>
    public ImmutableArray<RelayEntry> Relays { get; }

    /// <summary>Names as numbers.</summary>
    internal RelayLayout Layout { get; }

    /// <summary>Measured between relays.</summary>
    internal RelayMesh Mesh { get; }

    /// <summary>By relay: share of its capacity in use as measured, 0 to 1, and a little for its sessions.</summary>
    internal double[] Shares { get; }

    /// <summary>By relay: the share of its capacity that one packet per second takes.</summary>
    internal double[] PerPacket { get; }

    /// <summary>The mean of <see cref="Shares"/> over the relays that take terminals.</summary>
    internal double MeanShare { get; }

    /// <summary>The relay; null when it is not known.</summary>
    public RelayEntry? Find(RelayId relay) => Layout.IndexOf(relay) is >= 0 and var index ? Relays[index] : null;

    /// <summary>True when the relay is known, of this epoch or an older one, and not dead: its word counts.</summary>
    /// <param name="epoch">The epoch under which its node speaks.</param>
    public bool Accepts(RelayId relay, long epoch) =>
        Find(relay) is { } known && epoch >= known.Epoch && known.State != RelayState.Silent;

    /// <summary>
    /// A node joins with its relays. The same node again with the same epoch is not an error and keeps their loads and states. A node
    /// that was declared dead while it paused is refused until it comes with a higher epoch, and without sessions.
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
                    $"Relay {joining.Relay} of epoch {joining.Epoch} was given up; its node must drop its sessions and join with an epoch above {known.Epoch}.");
            }

            relays[joining.Relay] = known is not null && joining.Epoch == known.Epoch
                ? joining with { State = known.State, Load = known.Load }
                : joining;
        }

        // Relays that the node had in an earlier life and has no longer.
        var epochs = node.GroupBy(relay => relay.Node).ToDictionary(relays => relays.Key, relays => relays.Max(relay => relay.Epoch));
        var left = relays.Values.Where(relay => relay.Epoch >= epochs.GetValueOrDefault(relay.Node, relay.Epoch));
        return Made(Version + 1, left, Mesh.Links);
    }

    /// <summary>Loads as reported; those of unknown or dead relays and of older epochs are passed over.</summary>
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

    /// <summary>Round trips and loss between relays; takes the place of all that were known before.</summary>
    public RelayDirectory Measure(ImmutableArray<RelayLink> links) => new(Version + 1, Relays, Layout, new RelayMesh(Layout, links));

    /// <summary>Drains relays, takes them back from draining, or declares them dead. The dead stay dead until they <see cref="Join"/>.</summary>
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

    /// <summary>Takes a node's relays off the list, and with them the memory of its epoch: only when it can no longer come back.</summary>
    public RelayDirectory Forget(NodeId node) => Made(Version + 1, Relays.Where(relay => relay.Node != node), Mesh.Links);

    private static RelayDirectory Made(long version, IEnumerable<RelayEntry> relays, ImmutableArray<RelayLink> links)
    {
        ImmutableArray<RelayEntry> sorted = [.. relays.OrderBy(relay => relay.Relay.Value, StringComparer.Ordinal)];
        var layout = new RelayLayout(sorted);
        return new RelayDirectory(version, sorted, layout, new RelayMesh(layout, links));
    }
}
