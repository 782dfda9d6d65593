using ConsultCluster.Domain;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Tests.Scenes;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Auth;

public sealed class KnownDevicesTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private static readonly PersonId Li = new("p-li");
    private static readonly PersonId Wang = new("p-wang");

    private readonly KnownDevices _devices = demo.Server.Services.GetRequiredService<KnownDevices>();

    [Fact]
    public void Remember_SeveralAccountsOfOneBrowser_AreAllKnownAndShareTheDevice()
    {
        var cookie = _devices.Remember(_devices.Remember(null, Li), Wang);

        Assert.NotNull(_devices.DeviceOf(cookie, Li));
        Assert.Equal(_devices.DeviceOf(cookie, Li), _devices.DeviceOf(cookie, Wang));
        Assert.Null(_devices.DeviceOf(cookie, new PersonId("p-other")));
        Assert.Null(_devices.DeviceOf(cookie, null));
        Assert.NotEqual(_devices.DeviceOf(cookie, Li), _devices.DeviceOf(_devices.Remember(null, Li), Li));
    }

    [Fact]
    public void Remember_MoreAccountsThanFit_ForgetsTheFirstAndStaysShort()
    {
        string? cookie = null;
        for (var i = 0; i < 40; i++)
        {
            cookie = _devices.Remember(cookie, new PersonId($"p{i}"));
        }

        Assert.Null(_devices.DeviceOf(cookie, new PersonId("p0")));
        Assert.NotNull(_devices.DeviceOf(cookie, new PersonId("p39")));
        Assert.InRange(cookie!.Length, 1, 400);
        Assert.Equal(_devices.DeviceOf(cookie, new PersonId("p39")), _devices.DeviceOf(_devices.Remember(cookie, new PersonId("p39")), new PersonId("p39")));
    }

    [Fact]
    public void DeviceOf_WhatWeDidNotMake_IsNobody()
    {
        var cookie = _devices.Remember(null, Li);
        var parts = cookie.Split('.');
        foreach (var forged in new[]
        {
            string.Empty, ".", "..", "a.b.c", new string('a', 5000), cookie[1..], cookie[..^1], $"{parts[0]}.{parts[1]}", $"{parts[0]}.{parts[2]}.{parts[1]}",
            $"{parts[0]}.{parts[1]}.{parts[1]}", $"other.{parts[1]}.{parts[2]}", "\u0430.\u0431.\u0432",
        })
        {
            Assert.Null(_devices.DeviceOf(forged, Li));
        }

        // A device id of somebody's choice is not kept.
        Assert.DoesNotContain("chosen", _devices.Remember($"chosen.{parts[1]}.{parts[2]}", Li), StringComparison.Ordinal);
    }
}
