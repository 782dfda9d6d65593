namespace ConsultCluster.Ports.Clusters;

/// <summary>Compares this machine's clock with the database's, by which the processes of a cluster agree on the time.</summary>
public interface IClockCheck
{
    /// <summary>By how much this machine's clock is ahead; less than zero when it is behind, null while the database has not answered yet.</summary>
    TimeSpan? Ahead { get; }

    /// <summary>It is off by more than a second: an administrator has to look after NTP.</summary>
    bool IsOff { get; }
}
