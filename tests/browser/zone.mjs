// A zone file of any length, with the records that a large company has: most are none of mail's business.

/** `lines` lines of a zone file. Half of them are mail records of some kind. */
export function zone(lines) {
  const out = ["$ORIGIN example.com.", "$TTL 3600"];
  for (let i = 0; out.length < lines; i++) {
    const kinds = [
      `host${i} IN A 192.0.2.${i % 256}`,
      `shop${i} IN TXT "v=spf1 include:_spf.google.com ip4:192.0.2.${i % 256} include=sendgrid.net ~all"`,
      `www${i} IN CNAME host${i}.example.com.`,
      `_dmarc.shop${i} IN TXT "v=DMARC1; p=reject; rua=mailto:reports@example.com"`,
      `host${i} IN AAAA 2001:db8::${i.toString(16)}`,
      `shop${i} IN MX 10 mx${i % 9}.example.net.`,
    ];
    out.push(kinds[i % kinds.length]);
  }
  return out.join("\n") + "\n";
}

/** A record of about `bytes` bytes with many parts. */
export function longSpf(bytes) {
  let text = "v=spf1";
  for (let i = 0; text.length < bytes - 30; i++) {
    text += i % 3 ? ` ip4:192.0.${i % 256}.0/24` : ` include:spf${i}.example.net`;
  }
  return text + " ~all";
}
