using System.Net.Sockets;
using System.Text;
using ConsultCluster.Benchmarks.Peers;

namespace ConsultCluster.Benchmarks.Tests.Peers;

public sealed class ReadyNoticeTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task WaitAsync_StatusThenReady_ReturnsWithReadyOnly()
    {
        using var notice = new ReadyNotice();
        using var service = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        service.Connect(new UnixDomainSocketEndPoint('\0' + notice.Value[1..]));
        service.Send(Encoding.UTF8.GetBytes("STATUS=READY=1 soon"));

        var ready = notice.WaitAsync(CancellationToken.None);

        Assert.Equal('@', notice.Value[0]);
        Assert.False(ready.IsCompleted);
        service.Send(Encoding.UTF8.GetBytes("STATUS=Up\nREADY=1\n"));
        await ready.WaitAsync(_deadline);
    }
}
