namespace ConsultCluster.Ports.Clusters;

/// <summary>What a process of the cluster last found when it compared its clock with the database's, see <see cref="IClockCheck"/>.</summary>
/// <param name="Server">Name of the process in the cluster.</param>
/// <param name="Ahead">By how much its clock is ahead; less than zero when it is behind.</param>
/// <param name="IsOff">More than a second, whatever the inexactness of the comparison.</param>
public sealed record ServerClock(string Server, TimeSpan Ahead, bool IsOff)
{
    /// <summary>A process's own; null while it has not compared yet.</summary>
    public static ServerClock? Of(string server, IClockCheck? check) =>
        check is { Ahead: { } ahead } ? new ServerClock(server, ahead, check.IsOff) : null;
}
