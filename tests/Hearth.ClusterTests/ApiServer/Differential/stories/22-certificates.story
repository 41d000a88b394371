# Requests for certificates: what is accepted, and who may say what of them.

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVU1Id0NBUUF3R2pFTU1Bb0dBMVVFQXd3RGFtOWxNUW93Q0FZRFZRUUtEQUZuTUZrd0V3WUhLb1pJemowQwpBUVlJS29aSXpqMERBUWNEUWdBRWwxYUhRTWVLanJQR0kvVTN2N3hnUk9ZdmozN1loUEhXZ0phQllZeGRmWUxaCkh6Z2s4bnZnTVIveUwyYTNzK2tUNlcwUW5XREZxNTFpTzJOa3FOOGVNS0FBTUFvR0NDcUdTTTQ5QkFNQ0EwZ0EKTUVVQ0lBTDBTUkxQOWtDUVV5NHJjeXNiR1YyUmxENHV1U2ZXZVoyM0ZKK3ZMQ0VNQWlFQThUdnBqS1ZnSno1YwowenhRLzZNZE5mSWlMYUlMb3hpbUVqK2JBdUFqNkdNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"example.com/a","usages":["client auth"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHTk1FRUNBUUF3RGpFTU1Bb0dBMVVFQXd3RGFtOWxNQ293QlFZREsyVndBeUVBbElCRnhHeHQzT2VMT1FRKwpnMnJiNEVmN3ZoMEp6T3ZVMGhqdkxwU2RPdkdnQURBRkJnTXJaWEFEUVFCU21jb0FmSm9idGIyek1JUUdOeHdTCktBNmNZa1FhcTJoL0dzak1tbFh6Y1VsYmZRdXord1ZpSFBOd2NjdStGUXI3eSs0WTBRT0ZhYmQvZHExWE5USUwKLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==","signerName":"example.com/a","usages":["client auth"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQ1h6Q0NBVWNDQVFBd0dqRU1NQW9HQTFVRUF3d0RhbTlsTVFvd0NBWURWUVFLREFGbk1JSUJJakFOQmdrcWhraUc5dzBCQVFFRgpBQU9DQVE4QU1JSUJDZ0tDQVFFQXZtTkhlN0FXM01MdmdtNnZzSUFWcmRnWWdodmtQbGRPQU1rYUVuKzcxendvNElocXJ6c1FialQyCnBlRkEvRlQvZFhvM2Nva0F6WCtIZDNUSTl1cVp2RFo3cVhKMnQwR0liVVhZSUQzWDVMRTJ6R0JEOFQrbkdLY0tnWUIwdGFEa1B4VC8KOEJ1U1VjRUxFVUZ1UTE3Y2h4Q290T2V6NXlRMFZxV0tlTGRQODdtc2lWQjFOT3NEemNlck5tSzZ3TzZQUHdReWRWbHVZZ2FWQzJzdwpubnJlRUdvRmpOZE10N0puWTVlKzFCMUxJRXA3N0QwUWRGcWQzTnMyNisyNmdtZ1NhNzRFTk1aejFzenM4VUNKY2hPa3FIeUphTUFuClZ2WjVadDQzRmJIWFV0MHVaRjFVY2IvZDZIc0NtYjdZVzNnVjB1WklVb2dDdmVPWm5LZmdvREhjOVFJREFRQUJvQUF3RFFZSktvWkkKaHZjTkFRRUxCUUFEZ2dFQkFKaldpQ01pYVRXUXNMeUtLbHg4cThzOERCdS9zVHlhZS9vMFl2NU16ZEpiQmlyaHNtdDJRWUlKbVcrbApYUXYrZmxwRzJ3QUU1d1ZDazFGMkY5VGtxbmRDZXZOR0w0RHk3S3BRS00yS0RnUlZNMkhZbXJ6ZDZnSlQwd2xwSGd3dVhGWE9IWWFrCnhMYjhyRk8wZEo1RWM3NmpZek9NcUJMeGZIdlUxM1U5ekY2WWJHOCtsYWxJL1NJWGRlR0o0YSs4QTBZZmJjOGVLK1ZBVzJhUlBSQmwKVFpzMjU2MXJ6bE50UUNDQ2ZuYU5Fdm1RS1krUnFoaEE1S0QwclBmWGd1OWVxQVI2M0xqeTdHRmJjbUgyTjZncm1JVW1vZnJhcXNzZwpPdDRoemVvSnk1c3RvOHhTdzFQRjFyQlhyeHphc3NUUDlpUnBJVWhXOGs5aTFVak1WTzh5c0pFPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"example.com/a","usages":["client auth"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"aGVsbG8=","signerName":"example.com/a","usages":["client auth"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVU1Id0NBUUF3R2pFTU1Bb0dBMVVFQXd3RGFtOWxNUW93Q0FZRFZRUUtEQUZuTUZrd0V3WUhLb1pJemowQwpBUVlJS29aSXpqMERBUWNEUWdBRWwxYUhRTWVLanJQR0kvVTN2N3hnUk9ZdmozN1loUEhXZ0phQllZeGRmWUxaCkh6Z2s4bnZnTVIveUwyYTNzK2tUNlcwUW5XREZxNTFpTzJOa3FOOGVNS0FBTUFvR0NDcUdTTTQ5QkFNQ0EwZ0EKTUVVQ0lBTDBTUkxQOWtDUVV5NHJjeXNiR1YyUmxENHV1U2ZXZVoyM0ZKK3ZMQ0VNQWlFQThUdnBqS1ZnSno1YwowenhRLzZNZE5mSWlMYUlMb3hpbUVqK2JBdUFqNkdNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"kubernetes.io/kube-apiserver-client","usages":["client auth"],"expirationSeconds":599,"username":"x","groups":["y"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVU1Id0NBUUF3R2pFTU1Bb0dBMVVFQXd3RGFtOWxNUW93Q0FZRFZRUUtEQUZuTUZrd0V3WUhLb1pJemowQwpBUVlJS29aSXpqMERBUWNEUWdBRWwxYUhRTWVLanJQR0kvVTN2N3hnUk9ZdmozN1loUEhXZ0phQllZeGRmWUxaCkh6Z2s4bnZnTVIveUwyYTNzK2tUNlcwUW5XREZxNTFpTzJOa3FOOGVNS0FBTUFvR0NDcUdTTTQ5QkFNQ0EwZ0EKTUVVQ0lBTDBTUkxQOWtDUVV5NHJjeXNiR1YyUmxENHV1U2ZXZVoyM0ZKK3ZMQ0VNQWlFQThUdnBqS1ZnSno1YwowenhRLzZNZE5mSWlMYUlMb3hpbUVqK2JBdUFqNkdNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"a","usages":["client auth","client auth","x"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVU1Id0NBUUF3R2pFTU1Bb0dBMVVFQXd3RGFtOWxNUW93Q0FZRFZRUUtEQUZuTUZrd0V3WUhLb1pJemowQwpBUVlJS29aSXpqMERBUWNEUWdBRWwxYUhRTWVLanJQR0kvVTN2N3hnUk9ZdmozN1loUEhXZ0phQllZeGRmWUxaCkh6Z2s4bnZnTVIveUwyYTNzK2tUNlcwUW5XREZxNTFpTzJOa3FOOGVNS0FBTUFvR0NDcUdTTTQ5QkFNQ0EwZ0EKTUVVQ0lBTDBTUkxQOWtDUVV5NHJjeXNiR1YyUmxENHV1U2ZXZVoyM0ZKK3ZMQ0VNQWlFQThUdnBqS1ZnSno1YwowenhRLzZNZE5mSWlMYUlMb3hpbUVqK2JBdUFqNkdNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"a/b","usages":["client auth","client auth","x"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVU1Id0NBUUF3R2pFTU1Bb0dBMVVFQXd3RGFtOWxNUW93Q0FZRFZRUUtEQUZuTUZrd0V3WUhLb1pJemowQwpBUVlJS29aSXpqMERBUWNEUWdBRWwxYUhRTWVLanJQR0kvVTN2N3hnUk9ZdmozN1loUEhXZ0phQllZeGRmWUxaCkh6Z2s4bnZnTVIveUwyYTNzK2tUNlcwUW5XREZxNTFpTzJOa3FOOGVNS0FBTUFvR0NDcUdTTTQ5QkFNQ0EwZ0EKTUVVQ0lBTDBTUkxQOWtDUVV5NHJjeXNiR1YyUmxENHV1U2ZXZVoyM0ZKK3ZMQ0VNQWlFQThUdnBqS1ZnSno1YwowenhRLzZNZE5mSWlMYUlMb3hpbUVqK2JBdUFqNkdNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"a.b","usages":["client auth","client auth","x"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVU1Id0NBUUF3R2pFTU1Bb0dBMVVFQXd3RGFtOWxNUW93Q0FZRFZRUUtEQUZuTUZrd0V3WUhLb1pJemowQwpBUVlJS29aSXpqMERBUWNEUWdBRWwxYUhRTWVLanJQR0kvVTN2N3hnUk9ZdmozN1loUEhXZ0phQllZeGRmWUxaCkh6Z2s4bnZnTVIveUwyYTNzK2tUNlcwUW5XREZxNTFpTzJOa3FOOGVNS0FBTUFvR0NDcUdTTTQ5QkFNQ0EwZ0EKTUVVQ0lBTDBTUkxQOWtDUVV5NHJjeXNiR1YyUmxENHV1U2ZXZVoyM0ZKK3ZMQ0VNQWlFQThUdnBqS1ZnSno1YwowenhRLzZNZE5mSWlMYUlMb3hpbUVqK2JBdUFqNkdNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"a..b/c","usages":["client auth","client auth","x"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVU1Id0NBUUF3R2pFTU1Bb0dBMVVFQXd3RGFtOWxNUW93Q0FZRFZRUUtEQUZuTUZrd0V3WUhLb1pJemowQwpBUVlJS29aSXpqMERBUWNEUWdBRWwxYUhRTWVLanJQR0kvVTN2N3hnUk9ZdmozN1loUEhXZ0phQllZeGRmWUxaCkh6Z2s4bnZnTVIveUwyYTNzK2tUNlcwUW5XREZxNTFpTzJOa3FOOGVNS0FBTUFvR0NDcUdTTTQ5QkFNQ0EwZ0EKTUVVQ0lBTDBTUkxQOWtDUVV5NHJjeXNiR1YyUmxENHV1U2ZXZVoyM0ZKK3ZMQ0VNQWlFQThUdnBqS1ZnSno1YwowenhRLzZNZE5mSWlMYUlMb3hpbUVqK2JBdUFqNkdNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"a.b/c..d","usages":["client auth","client auth","x"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVU1Id0NBUUF3R2pFTU1Bb0dBMVVFQXd3RGFtOWxNUW93Q0FZRFZRUUtEQUZuTUZrd0V3WUhLb1pJemowQwpBUVlJS29aSXpqMERBUWNEUWdBRWwxYUhRTWVLanJQR0kvVTN2N3hnUk9ZdmozN1loUEhXZ0phQllZeGRmWUxaCkh6Z2s4bnZnTVIveUwyYTNzK2tUNlcwUW5XREZxNTFpTzJOa3FOOGVNS0FBTUFvR0NDcUdTTTQ5QkFNQ0EwZ0EKTUVVQ0lBTDBTUkxQOWtDUVV5NHJjeXNiR1YyUmxENHV1U2ZXZVoyM0ZKK3ZMQ0VNQWlFQThUdnBqS1ZnSno1YwowenhRLzZNZE5mSWlMYUlMb3hpbUVqK2JBdUFqNkdNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"a.b/C","usages":["client auth","client auth","x"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVU1Id0NBUUF3R2pFTU1Bb0dBMVVFQXd3RGFtOWxNUW93Q0FZRFZRUUtEQUZuTUZrd0V3WUhLb1pJemowQwpBUVlJS29aSXpqMERBUWNEUWdBRWwxYUhRTWVLanJQR0kvVTN2N3hnUk9ZdmozN1loUEhXZ0phQllZeGRmWUxaCkh6Z2s4bnZnTVIveUwyYTNzK2tUNlcwUW5XREZxNTFpTzJOa3FOOGVNS0FBTUFvR0NDcUdTTTQ5QkFNQ0EwZ0EKTUVVQ0lBTDBTUkxQOWtDUVV5NHJjeXNiR1YyUmxENHV1U2ZXZVoyM0ZKK3ZMQ0VNQWlFQThUdnBqS1ZnSno1YwowenhRLzZNZE5mSWlMYUlMb3hpbUVqK2JBdUFqNkdNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"*.b/c","usages":["client auth","client auth","x"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVU1Id0NBUUF3R2pFTU1Bb0dBMVVFQXd3RGFtOWxNUW93Q0FZRFZRUUtEQUZuTUZrd0V3WUhLb1pJemowQwpBUVlJS29aSXpqMERBUWNEUWdBRWwxYUhRTWVLanJQR0kvVTN2N3hnUk9ZdmozN1loUEhXZ0phQllZeGRmWUxaCkh6Z2s4bnZnTVIveUwyYTNzK2tUNlcwUW5XREZxNTFpTzJOa3FOOGVNS0FBTUFvR0NDcUdTTTQ5QkFNQ0EwZ0EKTUVVQ0lBTDBTUkxQOWtDUVV5NHJjeXNiR1YyUmxENHV1U2ZXZVoyM0ZKK3ZMQ0VNQWlFQThUdnBqS1ZnSno1YwowenhRLzZNZE5mSWlMYUlMb3hpbUVqK2JBdUFqNkdNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"a.b/","usages":["client auth","client auth","x"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVU1Id0NBUUF3R2pFTU1Bb0dBMVVFQXd3RGFtOWxNUW93Q0FZRFZRUUtEQUZuTUZrd0V3WUhLb1pJemowQwpBUVlJS29aSXpqMERBUWNEUWdBRWwxYUhRTWVLanJQR0kvVTN2N3hnUk9ZdmozN1loUEhXZ0phQllZeGRmWUxaCkh6Z2s4bnZnTVIveUwyYTNzK2tUNlcwUW5XREZxNTFpTzJOa3FOOGVNS0FBTUFvR0NDcUdTTTQ5QkFNQ0EwZ0EKTUVVQ0lBTDBTUkxQOWtDUVV5NHJjeXNiR1YyUmxENHV1U2ZXZVoyM0ZKK3ZMQ0VNQWlFQThUdnBqS1ZnSno1YwowenhRLzZNZE5mSWlMYUlMb3hpbUVqK2JBdUFqNkdNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"kubernetes.io/legacy-unknown","usages":["client auth","client auth","x"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVU1Id0NBUUF3R2pFTU1Bb0dBMVVFQXd3RGFtOWxNUW93Q0FZRFZRUUtEQUZuTUZrd0V3WUhLb1pJemowQwpBUVlJS29aSXpqMERBUWNEUWdBRWwxYUhRTWVLanJQR0kvVTN2N3hnUk9ZdmozN1loUEhXZ0phQllZeGRmWUxaCkh6Z2s4bnZnTVIveUwyYTNzK2tUNlcwUW5XREZxNTFpTzJOa3FOOGVNS0FBTUFvR0NDcUdTTTQ5QkFNQ0EwZ0EKTUVVQ0lBTDBTUkxQOWtDUVV5NHJjeXNiR1YyUmxENHV1U2ZXZVoyM0ZKK3ZMQ0VNQWlFQThUdnBqS1ZnSno1YwowenhRLzZNZE5mSWlMYUlMb3hpbUVqK2JBdUFqNkdNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/c","usages":["client auth","client auth","x"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"r"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVU1Id0NBUUF3R2pFTU1Bb0dBMVVFQXd3RGFtOWxNUW93Q0FZRFZRUUtEQUZuTUZrd0V3WUhLb1pJemowQwpBUVlJS29aSXpqMERBUWNEUWdBRWwxYUhRTWVLanJQR0kvVTN2N3hnUk9ZdmozN1loUEhXZ0phQllZeGRmWUxaCkh6Z2s4bnZnTVIveUwyYTNzK2tUNlcwUW5XREZxNTFpTzJOa3FOOGVNS0FBTUFvR0NDcUdTTTQ5QkFNQ0EwZ0EKTUVVQ0lBTDBTUkxQOWtDUVV5NHJjeXNiR1YyUmxENHV1U2ZXZVoyM0ZKK3ZMQ0VNQWlFQThUdnBqS1ZnSno1YwowenhRLzZNZE5mSWlMYUlMb3hpbUVqK2JBdUFqNkdNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"a.b/cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc","usages":["client auth","client auth","x"]}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests
{"metadata":{"name":"st"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVU1Id0NBUUF3R2pFTU1Bb0dBMVVFQXd3RGFtOWxNUW93Q0FZRFZRUUtEQUZuTUZrd0V3WUhLb1pJemowQwpBUVlJS29aSXpqMERBUWNEUWdBRWwxYUhRTWVLanJQR0kvVTN2N3hnUk9ZdmozN1loUEhXZ0phQllZeGRmWUxaCkh6Z2s4bnZnTVIveUwyYTNzK2tUNlcwUW5XREZxNTFpTzJOa3FOOGVNS0FBTUFvR0NDcUdTTTQ5QkFNQ0EwZ0EKTUVVQ0lBTDBTUkxQOWtDUVV5NHJjeXNiR1YyUmxENHV1U2ZXZVoyM0ZKK3ZMQ0VNQWlFQThUdnBqS1ZnSno1YwowenhRLzZNZE5mSWlMYUlMb3hpbUVqK2JBdUFqNkdNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K","signerName":"example.com/a","usages":["client auth"]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Approved","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/status
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Approved","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/approval
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Approved","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Approved","status":"False"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/status
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Approved","status":"False"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/approval
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Approved","status":"False"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/status
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/approval
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Foo","status":"Maybe"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/status
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Foo","status":"Maybe"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/approval
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Foo","status":"Maybe"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Foo"},{"type":"Foo","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/status
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Foo"},{"type":"Foo","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/approval
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Foo"},{"type":"Foo","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Failed","status":"False"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/status
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Failed","status":"False"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/approval
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Failed","status":"False"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st
Content-Type: application/merge-patch+json
{"status":{"certificate":"aGVsbG8="}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/status
Content-Type: application/merge-patch+json
{"status":{"certificate":"aGVsbG8="}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/approval
Content-Type: application/merge-patch+json
{"status":{"certificate":"aGVsbG8="}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Denied","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/status
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Denied","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/approval
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Denied","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Denied","status":"True"},{"type":"Approved","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/status
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Denied","status":"True"},{"type":"Approved","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/approval
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Denied","status":"True"},{"type":"Approved","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Approved","status":"True"},{"type":"Failed","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/status
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Approved","status":"True"},{"type":"Failed","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/approval
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Approved","status":"True"},{"type":"Failed","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Approved","status":"True"},{"type":"Foo","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/status
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Approved","status":"True"},{"type":"Foo","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/approval
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Approved","status":"True"},{"type":"Foo","status":"True"}]}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st
Content-Type: application/merge-patch+json
{"spec":{"signerName":"example.com/b"}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/status
Content-Type: application/merge-patch+json
{"spec":{"signerName":"example.com/b"}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/approval
Content-Type: application/merge-patch+json
{"spec":{"signerName":"example.com/b"}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st
Content-Type: application/merge-patch+json
{"status":{"conditions":null}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/status
Content-Type: application/merge-patch+json
{"status":{"conditions":null}}

PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/st/approval
Content-Type: application/merge-patch+json
{"status":{"conditions":null}}

GET /apis/certificates.k8s.io/v1/certificatesigningrequests/st

DELETE /apis/certificates.k8s.io/v1/certificatesigningrequests/st

POST /apis/certificates.k8s.io/v1/certificatesigningrequests
{"metadata":{"name":"ed"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHTk1FRUNBUUF3RGpFTU1Bb0dBMVVFQXd3RGFtOWxNQ293QlFZREsyVndBeUVBbElCRnhHeHQzT2VMT1FRKwpnMnJiNEVmN3ZoMEp6T3ZVMGhqdkxwU2RPdkdnQURBRkJnTXJaWEFEUVFCU21jb0FmSm9idGIyek1JUUdOeHdTCktBNmNZa1FhcTJoL0dzak1tbFh6Y1VsYmZRdXord1ZpSFBOd2NjdStGUXI3eSs0WTBRT0ZhYmQvZHExWE5USUwKLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==","signerName":"kubernetes.io/kube-apiserver-client","usages":["client auth"]}}

DELETE /apis/certificates.k8s.io/v1/certificatesigningrequests/ed

# Services of the API: what is filled in.

POST /apis/apiregistration.k8s.io/v1/apiservices?dryRun=All
{"metadata":{"name":"v1.x.example.com"},"spec":{"group":"x.example.com","version":"v1","groupPriorityMinimum":100,"versionPriority":1}}

POST /apis/apiregistration.k8s.io/v1/apiservices?dryRun=All
{"metadata":{"name":"v1.x.example.com"},"spec":{"group":"x.example.com","version":"v1","groupPriorityMinimum":100,"versionPriority":1,"service":{"name":"a","namespace":"b"}}}

POST /apis/apiregistration.k8s.io/v1/apiservices?dryRun=All
{"metadata":{"name":"v1.x.example.com"},"spec":{"group":"x.example.com","version":"v1","groupPriorityMinimum":100,"versionPriority":1,"service":{"name":"a","namespace":"b","port":0}}}

POST /apis/apiregistration.k8s.io/v1/apiservices?dryRun=All
{"metadata":{"name":"v1.x.example.com"},"spec":{"group":"x.example.com","version":"v1","groupPriorityMinimum":100,"versionPriority":1,"service":{"name":"a","namespace":"b","port":5}},"status":{"conditions":[{"type":"Available","status":"maybe"}]}}

GET /apis/apiregistration.k8s.io/v1/apiservices/v1.

GET /apis/apiregistration.k8s.io/v1/apiservices/v1.apps

GET /apis/apiregistration.k8s.io/v1/apiservices/v2.autoscaling

GET /apis/apiregistration.k8s.io/v1/apiservices/v1.storage.k8s.io

GET /apis/apiregistration.k8s.io/v1/apiservices?labelSelector=kube-aggregator.kubernetes.io/automanaged%3Donstart
