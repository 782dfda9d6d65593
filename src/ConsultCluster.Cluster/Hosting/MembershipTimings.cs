namespace ConsultCluster.Cluster.Hosting;

/// <summary>
/// How soon a silo that no longer answers is given up. The defaults give up a killed one after one to three seconds; those of Orleans, which are
/// made for hundreds of silos and hasty networks, take ten to eighteen, and a minute for one that hangs. Media waits for none of this.
/// </summary>
public sealed class MembershipTimings
{
    /// <summary>
    /// How often silos probe each other, and how long they wait for the answer. Default 1 s. A pause for memory is far below; a machine that
    /// stands still for longer than <see cref="MissedProbes"/> times this is given up, and starts anew when it is back.
    /// </summary>
    public TimeSpan Probe { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest wait for the answer to a probe. Default 1.5 s. It is longer than <see cref="Probe"/> while this silo is itself short of processor time, or where answers of the other have
    /// taken long so far: a silo that is starved while it joins is not dead. A killed one refuses the connection, which needs no wait.
    /// </summary>
    public TimeSpan ProbeAtMost { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Unanswered probes after which a silo is suspected. Default 2.</summary>
    public int MissedProbes { get; set; } = 2;

    /// <summary>
    /// How many silos have to suspect one before it is given up. Default 1: in a cluster of two nobody else is left to agree. A silo that was given up
    /// wrongly can do no harm: what it saves is refused as stale and its orders to relays as of an old epoch.
    /// </summary>
    public int Votes { get; set; } = 1;

    /// <summary>How often the membership is read from the database, for those whom no message reached. Default 5 s.</summary>
    public TimeSpan Refresh { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a silo writes that it is alive. Default 2 s: <see cref="CrashedSilos"/> waits for a multiple of it.</summary>
    public TimeSpan Alive { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Missed ones that make an entry that nobody can probe stale. Default 15, with <see cref="Alive"/> 30 s: readers compare the writer's clock with their
    /// own, and the two may differ by 20 s (<see cref="Clocks.ClockCheck"/>).
    /// </summary>
    public int MissedAlive { get; set; } = 15;

    /// <summary>How often gateways read which silos they can connect to: a frozen gateway port keeps its connections, so this is what ends them. Default 500 ms.</summary>
    public TimeSpan GatewayRefresh { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Every mistake, one sentence each; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var mistakes = new List<string>();
        Check(nameof(Probe), Probe);
        Check(nameof(ProbeAtMost), ProbeAtMost);
        Check(nameof(Refresh), Refresh);
        Check(nameof(Alive), Alive);
        Check(nameof(GatewayRefresh), GatewayRefresh);
        if (ProbeAtMost < Probe)
        {
            mistakes.Add($"{nameof(ProbeAtMost)} has to be at least {nameof(Probe)}, {Probe}, but is {ProbeAtMost}.");
        }

        if (MissedProbes is < 1 or > 100)
        {
            mistakes.Add($"{nameof(MissedProbes)} has to be 1 to 100, but is {MissedProbes}.");
        }

        if (MissedAlive is < 1 or > 100)
        {
            mistakes.Add($"{nameof(MissedAlive)} has to be 1 to 100, but is {MissedAlive}.");
        }

        if (Votes is < 1 or > 10)
        {
            mistakes.Add($"{nameof(Votes)} has to be 1 to 10, but is {Votes}.");
        }

        return mistakes;

        void Check(string name, TimeSpan value)
        {
            if (value < TimeSpan.FromMilliseconds(100) || value > TimeSpan.FromMinutes(5))
            {
                mistakes.Add($"{name} has to be 100 ms to 5 min, but is {value}.");
            }
        }
    }
}
