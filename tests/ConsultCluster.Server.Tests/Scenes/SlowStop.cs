using Microsoft.Extensions.Hosting;

namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>Holds a stop where a drain would: the process has been asked to end and still answers.</summary>
internal sealed class SlowStop : IHostedLifecycleService
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once the process was asked to end.</summary>
    public Task Begun => _begun.Task;

    public void Release() => _release.TrySetResult();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _begun.TrySetResult();
        return _release.Task.WaitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
