namespace ConsultCluster.Benchmarks.Peers;

/// <summary>Prints rows as they come, and at the end how we stand to each of the others.</summary>
internal sealed class PeersReport(bool json)
{
    private readonly List<PeerRow> _rows = [];
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal);

    /// <summary>For the person at the screen; programs read the rows.</summary>
    public void Say(string message) => Console.Error.WriteLine(message);

    /// <summary>Says once why rows are left out.</summary>
    public void LeaveOut(string reason)
    {
        if (_leftOut.Add(reason))
        {
            Say(reason);
        }
    }

    /// <summary>Adds what was measured several times as one row: the run with the median cost.</summary>
    public void AddMedians(IEnumerable<PeerRow> rows)
    {
        foreach (var runs in rows.GroupBy(row => (row.Relay, row.UdpSegment, row.Burst, row.Receivers, row.PacketsPerSecondIn)))
        {
            var sorted = runs.OrderBy(row => row.CpuUsPerPacketOut).ToList();
            Add(sorted[sorted.Count / 2] with { P99Us = runs.Select(row => row.P99Us).Order().ElementAt(sorted.Count / 2) });
        }
    }

    public void Add(PeerRow row)
    {
        _rows.Add(row);
        Console.WriteLine(json
            ? JsonRow.Of(row)
            : $"{row.Relay,-16} {row.Profile,-18} {(row.UdpSegment ? "UDP_SEGMENT" : ""),-12} burst {row.Burst,2}, {row.Receivers,3} receivers, {row.PacketsPerSecondIn,6} packets/s in: "
                + $"{row.CpuUsPerPacketOut,6:0.00} us per packet out, p50 {row.P50Us,6:0} us, p99 {row.P99Us,6:0} us, delivered {row.Delivered:P2}");
    }

    /// <summary>The table of ratios; the exit code: 1 when media was wrong, 2 when rows are left out.</summary>
    public int Finish()
    {
        foreach (var ours in _rows.Where(row => row.Relay == PeerCase.Ours))
        {
            foreach (var other in _rows.Where(row => IsComparable(ours, row)))
            {
                Say($"burst {ours.Burst,2}, {ours.Receivers} receivers, {(ours.UdpSegment ? "with   " : "without")} UDP_SEGMENT: "
                    + $"CPU {ours.CpuUsPerPacketOut / other.CpuUsPerPacketOut:0.00} of {other.Relay}'s, p99 {ours.P99Us / other.P99Us:0.00} of {other.Relay}'s");
            }
        }

        return !_rows.TrueForAll(row => row.Wrong == 0) ? 1 : _leftOut.Count > 0 ? 2 : 0;
    }

    /// <summary>The limit runs in both ways; the peers have only theirs.</summary>
    private static bool IsComparable(PeerRow ours, PeerRow other) =>
        other.Relay != PeerCase.Ours
        && (other.Burst, other.Receivers, other.PacketsPerSecondIn) == (ours.Burst, ours.Receivers, ours.PacketsPerSecondIn)
        && (other.Relay == PeerCase.Limit ? other.UdpSegment == ours.UdpSegment : ours.UdpSegment);
}
