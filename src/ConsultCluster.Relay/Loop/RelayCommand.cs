using ConsultCluster.Media;

namespace ConsultCluster.Relay.Loop;

/// <summary>Work for the relay's thread.</summary>
internal abstract class RelayCommand
{
    /// <summary>Runs the command on the relay's thread.</summary>
    public abstract void Run(MonoTime now);

    /// <summary>Called instead of <see cref="Run"/> when the relay has stopped.</summary>
    public abstract void Abandon();
}
