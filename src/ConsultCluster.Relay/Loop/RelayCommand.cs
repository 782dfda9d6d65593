using ConsultCluster.Media;

namespace ConsultCluster.Relay.Loop;

/// <summary>Something that the relay's thread is to do.</summary>
internal abstract class RelayCommand
{
    /// <summary>Does it; on the relay's thread.</summary>
    public abstract void Run(MonoTime now);

    /// <summary>The relay has stopped: it will not be done.</summary>
    public abstract void Abandon();
}
