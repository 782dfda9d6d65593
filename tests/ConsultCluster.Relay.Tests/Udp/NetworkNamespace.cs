using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ConsultCluster.Relay.Tests.Udp;

/// <summary>
/// A network of its own with interfaces and routes of the test's choice. A socket belongs to the network of the thread that makes it, and may
/// then be used by any thread. Only root can make one, and not in every container.
/// </summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    /// <summary>CLONE_NEWNET of sched.h.</summary>
    private const int NewNetwork = 0x4000_0000;

    private readonly int _descriptor;

    private NetworkNamespace(int descriptor) => _descriptor = descriptor;

    /// <summary>True when this process may make one (CAP_SYS_ADMIN).</summary>
    public static bool CanBeMade { get; } = TryUnshare();

    /// <summary>Its file, for <c>ip … netns</c>.</summary>
    private string Path => $"/proc/{Environment.ProcessId}/fd/{_descriptor}";

    /// <summary>One with nothing but loopback, which is up.</summary>
    public static NetworkNamespace Create()
    {
        NetworkNamespace? made = null;
        OnThread(() =>
        {
            Check(Unshare(NewNetwork));
            made = new NetworkNamespace(Check(Open("/proc/thread-self/ns/net", 0)));
        });
        made!.Configure("link set lo up");
        return made;
    }

    /// <summary>Joins two by a cable.</summary>
    /// <param name="name">Of the interface at both ends.</param>
    public static void Join(NetworkNamespace one, NetworkNamespace other, string name) =>
        one.Configure($"link add {name} type veth peer name {name} netns {other.Path}");

    /// <summary>Runs <c>ip</c> with these arguments.</summary>
    public void Configure(string arguments) => Run(() =>
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var error = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        return ip.ExitCode == 0 ? 0 : throw new InvalidOperationException($"ip {arguments}: {error}");
    });

    /// <summary>Calls a function whose sockets and processes shall belong to this network.</summary>
    public T Run<T>(Func<T> function)
    {
        T? result = default;
        OnThread(() =>
        {
            Check(SetNamespace(_descriptor, NewNetwork));
            result = function();
        });
        return result!;
    }

    public void Dispose() => _ = Close(_descriptor);

    private static bool TryUnshare()
    {
        var canBe = false;
        OnThread(() => canBe = Unshare(NewNetwork) == 0);
        return canBe;
    }

    /// <summary>A thread that then ends: one of the pool would take the network into other tests.</summary>
    private static void OnThread(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            throw new InvalidOperationException(failure.Message, failure);
        }
    }

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int kind);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
