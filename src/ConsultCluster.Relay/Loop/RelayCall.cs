using ConsultCluster.Media;

namespace ConsultCluster.Relay.Loop;

/// <summary>A command with a result that the caller awaits.</summary>
/// <param name="run">What to do.</param>
/// <param name="stopped">The result when the relay has stopped.</param>
internal sealed class RelayCall<T>(Func<MonoTime, T> run, T stopped) : RelayCommand
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Completion => _completion.Task;

    public override void Run(MonoTime now)
    {
        try
        {
            _completion.TrySetResult(run(now));
        }
        catch (Exception exception)
        {
            _completion.TrySetException(exception);
        }
    }

    public override void Abandon() => _completion.TrySetResult(stopped);
}
