using System.Net;
using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ConsultCluster.Server.Tests.Api;

public sealed class HealthTests
{
    [Fact]
    public async Task Health_WhileStopping_LivesButTakesNobody()
    {
        using var folder = new TemporaryFolder();
        var slow = new SlowStop();
        await using var server = await ServerHost.StartAsync(
            new ServerOptions { HttpPort = 0, RelayPort = 0, Relays = 1, Data = folder.Path },
            services => services.AddHostedService(_ => slow));
        using var client = new HttpClient { BaseAddress = server.Address };
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/ready"));
        var ready = await client.GetFromJsonAsync<HealthDto>("/health/ready");
        Assert.Equal(1, ready!.Silos);
        Assert.NotEmpty(ready.Silo!);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/serving"));

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var stop = server.WaitForStopAsync();
        await slow.Begun.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("/health/ready"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("/health/serving"));
        Assert.Equal(new HealthDto("ok", null, null, null), await client.GetFromJsonAsync<HealthDto>("/health/live"));
        slow.Release();
        await stop.WaitAsync(TimeSpan.FromSeconds(30));

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var response = await client.GetAsync(path);
            return response.StatusCode;
        }
    }

    /// <summary>A database that cannot be written answers questions all the same.</summary>
    [Fact]
    public async Task Ready_DatabaseThatTookNoWrite_IsNotUntilItTakesOne()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        using var client = server.Anonymous();
        var form = Requests.Form("r-full");

        using (DatabaseLock.Take(server.Data))
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
            await (await applicant.PostAsJsonAsync("/api/consultations", form)).ProblemAsync(503, "storage.unavailable");

            var ready = await client.GetAsync("/health/ready");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Equal("unavailable", (await ready.Content.ReadFromJsonAsync<HealthDto>())!.Storage);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/serving")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Created, (await applicant.PostAsJsonAsync("/api/consultations", form)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
    }
}
