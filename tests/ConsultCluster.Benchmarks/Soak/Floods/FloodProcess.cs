using System.Diagnostics;

namespace ConsultCluster.Benchmarks.Soak.Floods;

/// <summary>The process that floods, seen from the soak.</summary>
internal sealed class FloodProcess : IAsyncDisposable
{
    private static readonly TimeSpan _endsWithin = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task _reading;
    private volatile string? _last;

    public FloodProcess(FloodOrder order)
    {
        var program = Environment.ProcessPath!;
        var isHosted = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] command = [program, .. isHosted ? [typeof(FloodProcess).Assembly.Location] : (string[])[], FloodMode.Mode];
        _process = Process.Start(new ProcessStartInfo("nice", ["-n", "19", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        _reading = ReadAsync();
        _process.StandardInput.WriteLine(order.ToLine());
        _process.StandardInput.Flush();
    }

    /// <summary>As the process counted last; empty before it began.</summary>
    public IReadOnlyDictionary<string, long> Tally => _last is { } line ? FloodTally.Read(line) : new Dictionary<string, long>();

    /// <summary>Waits for its end by itself; false when it ended wrong, or not in time.</summary>
    public async Task<bool> EndedAsync()
    {
        try
        {
            await _reading.WaitAsync(_endsWithin);
            await _process.WaitForExitAsync().WaitAsync(_endsWithin);
            return _process.ExitCode == 0;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{'))
            {
                _last = line;
            }
        }
    }
}
