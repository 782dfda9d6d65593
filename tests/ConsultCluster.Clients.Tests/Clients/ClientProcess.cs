using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ConsultCluster.EndToEnd.Harness;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Clients.Tests;

/// <summary>
/// A client as a process of its own. It prints <c>decoded frames=N samples=N …</c> when it plays, ends its session when its input is closed, and
/// then prints <c>ended</c> with the HTTP status of that.
/// </summary>
internal sealed partial class ClientProcess : IPublisher, IPlayer
{
    private readonly OutputLines _output = new();
    private readonly Process _process;

    private ClientProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _ = _output.Watch(_process, _ => false).ContinueWith(ended => _ = ended.Exception, TaskScheduler.Default);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Log => _output.Text;

    /// <summary>Starts a program with arguments.</summary>
    public static ClientProcess Start(params string[] command)
    {
        var start = new ProcessStartInfo(command[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        // Nothing is written beside the scripts.
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return new ClientProcess(start);
    }

    public Task<Decoded> DecodedAsync()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException("The client has ended.");
        }

        var last = Figures().Matches(Log).LastOrDefault();
        return Task.FromResult(last is null ? default : new Decoded(Number(last, "frames"), Number(last, "samples")));
    }

    public async ValueTask DisposeAsync()
    {
        // One that hangs is killed: what it says is in its log.
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().InTimeAsync();
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static long Number(Match match, string name) => long.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^decoded frames=(?<frames>\d+) samples=(?<samples>\d+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Figures();
}
