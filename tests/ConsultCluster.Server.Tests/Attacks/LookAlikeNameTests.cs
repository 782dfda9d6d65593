using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Api;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Names that people take for somebody else's. Before, any letter of any script was good, and names could turn the text around them.</summary>
public sealed class LookAlikeNameTests
{
    [Theory]
    [Trait("attack", "17")]
    [InlineData("аdmin")] // Cyrillic а
    [InlineData("adm\u0456n")] // Cyrillic і
    [InlineData("\u0440\u0430\u0443\u0440")] // Cyrillic, all of it, reads as "payp"
    [InlineData("\u039F\u039D\u0395")] // Greek, reads as "ONE"
    [InlineData("ａｄｍｉｎ")] // full width
    [InlineData("admin\uFF11")] // full-width digit
    [InlineData("\u1D5Admin")] // modifier letter
    [InlineData("ad\u200Bmin")] // zero-width space
    [InlineData("ad\u00ADmin")] // soft hyphen
    [InlineData("admin\u3164")] // Hangul filler, a letter without a shape
    [InlineData("\u202Enimda")] // right-to-left override
    [InlineData("admin\u0301")] // combining mark
    [InlineData("admin\u0661")] // Arabic digit
    [InlineData("𝐚dmin")] // mathematical bold
    [InlineData("ɑdmin")] // IPA
    [InlineData("李\u0430")] // Han beside Cyrillic
    [InlineData("\uF9E1文")] // a second code point of 李
    [InlineData("\U0002F804文")] // one of 你
    [InlineData("\u017Fmith")] // long s
    [InlineData("\u01C6uro")] // dž in one letter
    [InlineData("adm\u0131n")] // i without a dot
    [InlineData("\u0130da")] // I with a dot
    [InlineData("\u01C0\u01C0")] // clicks
    [InlineData("\u0430\u04CF\u0456")] // Cyrillic, reads as "ali"
    [InlineData("\u1F71\u03BB")] // Greek alpha with an acute of its own
    [InlineData("王\u30A8")] // Katakana, reads as 王工
    [InlineData("\u30CB\u30CF")] // Katakana, reads as 二八
    [InlineData("\u311A\u3112")] // Bopomofo, reads as 丫丅
    public void UserName_ThatLooksLikeAnotherOne_IsRefused(string name) => Assert.NotNull(NameRules.UserNameMistake(name));

    [Theory]
    [InlineData("li.applicant")]
    [InlineData("O-Brien_2@ward")]
    [InlineData("李医生")]
    [InlineData("李文.li-wen")]
    [InlineData("𠮷田")]
    [InlineData("иванов")]
    [InlineData("Ελένη")]
    [InlineData("김민수")]
    [InlineData("エミ")]
    [InlineData("山田トヨ")]
    [InlineData("nguyễn.thơ")]
    [InlineData("müller")]
    public void UserName_OfOneScriptOrWithHan_IsGood(string name) => Assert.Null(NameRules.UserNameMistake(name));

    [Theory]
    [Trait("attack", "17")]
    [InlineData("Dr. Li \u202Enimda")]
    [InlineData("Dr.\u2066 Li")]
    [InlineData("Dr.\u200F Li")]
    [InlineData("Li\u200BWen")]
    [InlineData("Li\nWen")]
    [InlineData("\u3164")]
    [InlineData("Li\u2028Wen")]
    [InlineData("Li\uDB40\uDC61")]
    public void DisplayName_ThatHidesOrTurns_IsRefused(string name) => Assert.NotNull(NameRules.DisplayNameMistake(name));

    /// <summary>Not a theory: an attribute cannot hold half of a character.</summary>
    [Fact]
    [Trait("attack", "17")]
    public void Names_WithHalfOfACharacter_AreRefused()
    {
        Assert.NotNull(NameRules.DisplayNameMistake("Li\uD800"));
        Assert.NotNull(NameRules.UserNameMistake("li\uDC00"));
    }

    [Theory]
    [InlineData("李文 Li Wen")]
    [InlineData("Dr. O'Brien-Müller (ICU)")]
    [InlineData("د. أحمد")]
    [InlineData("急诊科🚑")]
    public void DisplayName_OfPeople_IsGood(string name) => Assert.Null(NameRules.DisplayNameMistake(name));

    [Fact]
    [Trait("attack", "17")]
    public async Task Names_OfAccountsAndGuests_AreChecked()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AdministratorAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();

        var person = await admin.PostAsJsonAsync("/api/people", new CreatePersonRequest("\u0430dmin", "Dr. \u202E", "expert"));
        var problem = await person.ProblemAsync(400, "request.invalid");
        Assert.Equal(["displayName", "userName"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        var places = await applicant.PostAsJsonAsync(
            "/api/consultations", Requests.Form() with { Hospital = "County\u202E", Department = "I\u200BCU", Specialty = "\u2066x" });
        problem = await places.ProblemAsync(400, "request.invalid");
        Assert.Equal(["department", "hospital", "specialty"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        var guest = await applicant.PostAsJsonAsync(
            $"/api/consultations/{consultation.GroupId}/tokens", Requests.Guest() with { DisplayName = "Dr.\u202E Wang" });
        await guest.ProblemAsync(400, "request.invalid");
    }
}
