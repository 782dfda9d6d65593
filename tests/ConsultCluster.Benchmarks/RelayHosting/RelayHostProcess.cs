using System.Diagnostics;
using ConsultCluster.Relay.Loop;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>A relay in a process of its own, driven over its standard streams.</summary>
internal sealed class RelayHostProcess : IDisposable
{
    private readonly Process _process;

    public RelayHostProcess(StageOptions options)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };

        // Under the host "dotnet" the program is its first argument.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(RelayHostProcess).Assembly.Location);
        }

        start.ArgumentList.Add(RelayHost.Mode);
        start.ArgumentList.Add(options.SrtpProfiles);
        if (!options.SegmentationOffload)
        {
            start.ArgumentList.Add("--no-gso");
        }

        if (options.OpenSslOnly)
        {
            start.ArgumentList.Add("--openssl");
        }

        if (options.PlainIn)
        {
            start.ArgumentList.Add("--plain-in");
        }

        _process = Process.Start(start)!;
        Read();
    }

    public int ProcessId => _process.Id;

    /// <summary>The relay's answer to a terminal's offer.</summary>
    public string Answer(string group, int terminal, MediaPeer peer)
    {
        Say(new HostMessage("offer", group, terminal, peer.CreateOffer(), peer.Sources));
        return Read().Sdp;
    }

    /// <summary>What the relay's thread has used so far, and the collections of generation 2 in its process.</summary>
    public (RelayUsage Relay, int Gen2Collections) ReadUsage()
    {
        Say(new HostMessage("usage"));
        var message = Read();
        return (message.Usage, message.Gen2Collections);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Say(HostMessage message) => _process.StandardInput.WriteLine(message.ToLine());

    private HostMessage Read() =>
        HostMessage.Read(_process.StandardOutput) ?? throw new InvalidOperationException("The relay's process ended early.");
}
