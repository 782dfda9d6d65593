using System.Diagnostics;

namespace ConsultCluster.Benchmarks.Fanout;

/// <summary>This program once more, as a process of its own: its work must not count as the relay's.</summary>
internal sealed class LoadProcess : IDisposable
{
    private readonly Process _process;

    public LoadProcess(string mode, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };

        // Under the host "dotnet" the program is its first argument.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(LoadProcess).Assembly.Location);
        }

        start.ArgumentList.Add(mode);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
    }

    public Task<LoadMessage?> ReadAsync() => LoadMessage.ReadAsync(_process.StandardOutput);

    public Task SayAsync(LoadMessage message) => _process.StandardInput.WriteLineAsync(message.ToLine());

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
