using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ConsultCluster.Benchmarks.Load;

namespace ConsultCluster.Benchmarks.Idle;

/// <summary>The relay's process, and what the operating system says of it.</summary>
internal sealed class IdleRelayProcess : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];

    public IdleRelayProcess(int groupSize, string fingerprint)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };

        // Under the host "dotnet" the program is its first argument.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(IdleRelayProcess).Assembly.Location);
        }

        start.ArgumentList.Add(IdleRelay.Mode);
        start.ArgumentList.Add(groupSize.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(fingerprint);
        _process = Process.Start(start)!;
        new Thread(ReadLines) { IsBackground = true }.Start();
        Port = ushort.Parse(Await("ready")[1], CultureInfo.InvariantCulture);
    }

    public ushort Port { get; }

    /// <summary>Asks for a session; the answer comes with <see cref="TryTakeAnswer"/>.</summary>
    public void Open(int terminal)
    {
        _process.StandardInput.WriteLine($"open {terminal.ToString(CultureInfo.InvariantCulture)}");
        _process.StandardInput.Flush();
    }

    /// <summary>The next answer: terminal, and the relay's user fragment and password.</summary>
    public bool TryTakeAnswer(out int terminal, out string userFragment, out string password)
    {
        (terminal, userFragment, password) = (0, "", "");
        if (!_lines.TryTake(out var line))
        {
            return _process.HasExited ? throw new InvalidOperationException("The relay's process has ended.") : false;
        }

        var words = line.Split(' ');
        (terminal, userFragment, password) = (int.Parse(words[1], CultureInfo.InvariantCulture), words[2], words[3]);
        return true;
    }

    /// <summary>Bytes on the managed heap as they stand, garbage included, and open sessions.</summary>
    public (long Managed, int Sessions) Measure()
    {
        _process.StandardInput.WriteLine("measure");
        _process.StandardInput.Flush();
        var words = Await("measured");
        return (long.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture));
    }

    /// <summary>Resident memory in bytes: VmRSS.</summary>
    public long ReadResident()
    {
        foreach (var line in File.ReadLines($"/proc/{_process.Id}/status"))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
            {
                return long.Parse(line.AsSpan("VmRSS:".Length, line.Length - "VmRSS: kB".Length), CultureInfo.InvariantCulture) * 1024;
            }
        }

        throw new InvalidOperationException("The kernel says nothing about the relay's memory.");
    }

    /// <summary>Time on a processor of all threads together.</summary>
    public TimeSpan ReadCpu() => ProcessorTime.Of(_process.Id);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private string[] Await(string kind)
    {
        if (!_lines.TryTake(out var line, _deadline) || !line.StartsWith(kind, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The relay's process did not say '{kind}', but '{line}'.");
        }

        return line.Split(' ');
    }

    private void ReadLines()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            _lines.Add(line);
        }
    }
}
